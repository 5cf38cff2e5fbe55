package minibit.cli.remote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.ByteSize;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that narrow a question to the catalogue. */
final class SearchFilters {
  @Option(names = "--type", paramLabel = "KIND", split = ",")
  private List<String> types = new ArrayList<>();

  @Option(names = "--ext", paramLabel = "ENDING", split = ",")
  private List<String> endings = new ArrayList<>();

  @Option(names = "--min-size", paramLabel = "BYTES", converter = ByteSize.class)
  private @Nullable Long minSize;

  @Option(names = "--max-size", paramLabel = "BYTES", converter = ByteSize.class)
  private @Nullable Long maxSize;

  @Option(names = "--member", paramLabel = "MEMBER")
  private @Nullable String member;

  @Option(names = "--publisher", paramLabel = "MEMBER")
  private @Nullable String publisher;

  @Option(names = "--after", paramLabel = "TIME", converter = Moment.class)
  private @Nullable Instant after;

  @Option(names = "--before", paramLabel = "TIME", converter = Moment.class)
  private @Nullable Instant before;

  @Option(names = "--sort", paramLabel = "ORDER")
  private @Nullable String sort;

  SearchRequest request(String query, SortBy usual, Page page) throws CliException {
    if (query.length() > SearchRequest.MAX_TEXT) {
      throw new CliException(ExitCode.USAGE, "query-too-long", SearchRequest.MAX_TEXT);
    }
    return new SearchRequest(
        query,
        types,
        endings.stream()
            .map(ending -> ending.startsWith(".") ? ending.substring(1) : ending)
            .toList(),
        Optional.ofNullable(minSize),
        Optional.ofNullable(maxSize),
        Optional.ofNullable(member),
        Optional.ofNullable(publisher),
        Optional.ofNullable(after),
        Optional.ofNullable(before),
        order(usual),
        page);
  }

  private SortBy order(SortBy usual) throws CliException {
    if (sort == null) {
      return usual;
    }
    for (SortBy order : SortBy.values()) {
      if (order.toString().equals(sort)) {
        return order;
      }
    }
    throw new CliException(
        ExitCode.USAGE,
        "bad-sort",
        sort,
        String.join(", ", Arrays.stream(SortBy.values()).map(SortBy::toString).toList()));
  }
}
