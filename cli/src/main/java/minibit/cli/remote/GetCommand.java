package minibit.cli.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.view.FileTable;
import minibit.daemon.api.model.FetchAllAnswer;
import minibit.daemon.api.model.FetchAllRequest;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.SortBy;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferRequest;
import org.jspecify.annotations.Nullable;

/** {@code get NAME-OR-ID}: fetches a content of the group, from all who have it at once. */
public final class GetCommand implements Command {
  private List<String> names = new ArrayList<>();
  private @Nullable Path out;
  private List<String> from = new ArrayList<>();
  private @Nullable String all;
  private boolean follow;
  private boolean noWait;
  private final SearchFilters filters = new SearchFilters();

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(0, Kind.NAME, "NAME|ID", values -> names = values);
    arguments.option(Kind.PATH, "DIR", value -> out = value, "--out");
    arguments.listed(Kind.TEXT, "MEMBER", values -> from = values, "--from");
    arguments.option(Kind.TEXT, "QUERY", value -> all = value, "--all");
    arguments.flag(on -> follow = on, "--follow");
    arguments.flag(on -> noWait = on, "--no-wait");
    filters.declare(arguments);
  }

  @Override
  public int run(Context context) throws Exception {
    check();
    return all == null ? getNamed(context) : getAll(context, all);
  }

  private void check() throws CliException {
    if (all == null && names.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "missing", "NAME|ID");
    }
    if (all != null && !(names.isEmpty() && from.isEmpty())) {
      throw new CliException(ExitCode.USAGE, "all-alone");
    }
    if (follow && all == null) {
      throw new CliException(ExitCode.USAGE, "follow-what");
    }
  }

  /** Several names are fetched at once and waited for one after the other. */
  private int getNamed(Context context) throws Exception {
    List<Transfer> begun = new ArrayList<>();
    for (String named : names) {
      Transfer transfer =
          Choice.with(
              context,
              named,
              id -> context.daemon().fetch(TransferRequest.content(id, folder(out), from)));
      begun.add(transfer);
      tellBegun(context, transfer);
    }
    int exit = ExitCode.OK;
    if (!noWait) {
      for (Transfer transfer : begun) {
        exit = new TransferWatch(context).untilComplete(transfer.id());
        if (exit != ExitCode.OK) {
          break;
        }
      }
    }
    return exit;
  }

  private void tellBegun(Context context, Transfer transfer) {
    Output output = context.output();
    if (output.isJson()) {
      if (noWait) {
        output.json(transfer);
      }
      return;
    }
    String signature = new FileTable(context).signature(transfer.signedBy());
    String text =
        context.text(
            "get.begun", output.name(transfer.name()), output.bytes(transfer.total()), signature);
    if (noWait) {
      output.line(text);
    } else if (!transfer.state().isComplete()) {
      output.note(text);
    }
  }

  private int getAll(Context context, String query) throws Exception {
    Output output = context.output();
    FetchAllAnswer answer =
        context
            .daemon()
            .fetchAll(
                new FetchAllRequest(
                    filters.request(query, SortBy.RELEVANCE, Page.FIRST), folder(out), follow));
    if (output.isJson()) {
      output.json(answer);
    } else {
      output.line(
          context.text(
              "get.all",
              answer.matches(),
              answer.had(),
              answer.started().size(),
              output.bytes(answer.bytes())));
      answer
          .following()
          .ifPresent(id -> output.note(context.text("get.following", output.name(query), id)));
    }
    return noWait ? ExitCode.OK : new ManyWatch(context).untilComplete(answer.started());
  }

  /** The daemon does not stand where we stand. */
  static Optional<String> folder(@Nullable Path out) {
    return Optional.ofNullable(out).map(path -> path.toAbsolutePath().normalize().toString());
  }
}
