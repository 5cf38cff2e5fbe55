package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.cli.frame.Aliases;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.view.FileTable;
import minibit.cli.view.MemberTables;
import minibit.cli.view.ShareTables;
import minibit.cli.view.TransferTables;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.ShareFileList;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.SortBy;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferList;
import minibit.daemon.api.model.TransferQuery;
import org.jspecify.annotations.Nullable;

/** {@code list my|net|members|transfers|holders}: what there is. */
public final class ListCommand implements Command {
  /** What can be listed, in the order people are told. */
  public static final List<String> LISTS = List.of("my", "net", "members", "transfers", "holders");

  private String what = "";
  private List<String> words = new ArrayList<>();
  private @Nullable String state;
  private final SearchFilters filters = new SearchFilters();
  private final Paging paging = new Paging();

  @Override
  public void declare(Arguments arguments) {
    arguments.neededOf(LISTS, "my|net|members|transfers|holders", value -> what = value);
    arguments.rest(0, Kind.TEXT, "WORDS|ID", values -> words = values);
    arguments.option(Kind.TEXT, "STATE", value -> state = value, "--state");
    filters.declare(arguments);
    paging.declare(arguments);
  }

  @Override
  public int run(Context context) throws Exception {
    Page page = paging.page();
    String rest = String.join(" ", words);
    switch (Aliases.word(what)) {
      case "my" -> my(context, rest, page);
      case "net" -> net(context, rest, page);
      case "members" -> members(context);
      case "transfers" -> transfers(context, rest, page);
      case "holders" -> holders(context, rest);
      default ->
          throw new CliException(ExitCode.USAGE, "no-such-list", what, String.join(", ", LISTS));
    }
    return ExitCode.OK;
  }

  /** The shape of {@code list my --json}: the files, and the shares they lie in. */
  record MyFiles(long total, int offset, List<ShareFileList.ShareFile> files, ShareList shares) {}

  private static void my(Context context, String words, Page page) {
    Output output = context.output();
    ShareList shares = context.daemon().shares();
    ShareFileList files = context.daemon().shareFiles(words, page);
    if (output.isJson()) {
      output.json(new MyFiles(files.total(), files.offset(), files.files(), shares));
      return;
    }
    ShareTables tables = new ShareTables(context);
    tables.print(shares);
    if (!shares.shares().isEmpty()) {
      output.line("");
      tables.print(files);
    }
  }

  private void net(Context context, String words, Page page) throws CliException {
    SearchAnswer answer = context.daemon().search(filters.request(words, SortBy.NAME, page));
    if (context.output().isJson()) {
      context.output().json(answer);
    } else {
      String nothing =
          words.isEmpty()
              ? context.text("net.nothing")
              : context.text("search.nothing", context.output().name(words));
      new FileTable(context).print(answer, nothing);
    }
  }

  private static void members(Context context) {
    MemberList members = context.daemon().members();
    if (context.output().isJson()) {
      context.output().json(members);
    } else {
      new MemberTables(context).print(members);
    }
  }

  private void transfers(Context context, String words, Page page) throws CliException {
    if (words.length() > TransferQuery.MAX_TEXT) {
      throw new CliException(ExitCode.USAGE, "query-too-long", TransferQuery.MAX_TEXT);
    }
    TransferQuery query = new TransferQuery(words, filter(state), Optional.empty(), false, page);
    TransferList transfers = context.daemon().transfers(query);
    if (context.output().isJson()) {
      context.output().json(transfers);
    } else {
      new TransferTables(context).print(transfers);
    }
  }

  private static Optional<TransferFilter> filter(@Nullable String state) throws CliException {
    if (state == null) {
      return Optional.empty();
    }
    List<String> known = Stream.of(TransferFilter.values()).map(TransferFilter::toString).toList();
    int at = known.indexOf(state.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new CliException(ExitCode.USAGE, "bad-state", state, String.join(", ", known));
    }
    return Optional.of(TransferFilter.values()[at]);
  }

  private static void holders(Context context, String named) throws CliException {
    if (named.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "missing", "ID");
    }
    HolderList holders = Choice.with(context, named, context.daemon()::holders);
    if (context.output().isJson()) {
      context.output().json(holders);
    } else {
      new MemberTables(context).print(holders);
    }
  }
}
