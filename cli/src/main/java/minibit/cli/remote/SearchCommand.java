package minibit.cli.remote;

import java.util.ArrayList;
import java.util.List;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.view.FileTable;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;

/** {@code search QUERY}: what the group has that fits. Nothing found is an answer, exit code 0. */
public final class SearchCommand implements Command {
  private List<String> words = new ArrayList<>();
  private final SearchFilters filters = new SearchFilters();
  private final Paging paging = new Paging();

  @Override
  public void declare(Arguments arguments) {
    arguments.rest(1, Kind.TEXT, "QUERY", values -> words = values);
    filters.declare(arguments);
    paging.declare(arguments);
  }

  @Override
  public int run(Context context) throws Exception {
    SearchRequest request =
        filters.request(String.join(" ", words), SortBy.RELEVANCE, paging.page());
    SearchAnswer answer = context.daemon().search(request);
    if (context.output().isJson()) {
      context.output().json(answer);
    } else {
      String nothing =
          context.text("search.nothing", context.output().name(String.join(" ", words)));
      new FileTable(context).print(answer, nothing);
    }
    return ExitCode.OK;
  }
}
