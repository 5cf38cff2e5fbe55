package minibit.cli.remote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;
import org.jspecify.annotations.Nullable;

/** The flags that narrow a question to the catalogue. */
final class SearchFilters {
  private List<String> types = new ArrayList<>();
  private List<String> endings = new ArrayList<>();
  private @Nullable Long minSize;
  private @Nullable Long maxSize;
  private @Nullable String member;
  private @Nullable String publisher;
  private @Nullable Instant after;
  private @Nullable Instant before;
  private @Nullable String sort;

  /** Its flags. */
  void declare(Arguments arguments) {
    arguments.listed(Kind.TEXT, "KIND", values -> types = values, "--type");
    arguments.listed(Kind.TEXT, "ENDING", values -> endings = values, "--ext");
    arguments.option(Kind.SIZE, "BYTES", value -> minSize = value, "--min-size");
    arguments.option(Kind.SIZE, "BYTES", value -> maxSize = value, "--max-size");
    arguments.option(Kind.TEXT, "MEMBER", value -> member = value, "--member");
    arguments.option(Kind.TEXT, "MEMBER", value -> publisher = value, "--publisher");
    arguments.option(Moment.KIND, "TIME", value -> after = value, "--after");
    arguments.option(Moment.KIND, "TIME", value -> before = value, "--before");
    arguments.option(Kind.TEXT, "ORDER", value -> sort = value, "--sort");
  }

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
