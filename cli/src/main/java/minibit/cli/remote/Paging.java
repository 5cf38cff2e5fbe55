package minibit.cli.remote;

import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.daemon.api.model.Page;

/** {@code --offset} and {@code --limit}: which part of a long list. */
final class Paging {
  private int offset;
  private int limit = Page.DEFAULT;

  /** Its flags. */
  void declare(Arguments arguments) {
    arguments.option(Kind.COUNT, "N", value -> offset = value, "--offset");
    arguments.option(Kind.COUNT, "N", value -> limit = value, "--limit");
  }

  Page page() throws CliException {
    if (offset < 0 || limit < 1 || limit > Page.MAX) {
      throw new CliException(ExitCode.USAGE, "bad-page", Page.MAX);
    }
    return new Page(offset, limit);
  }
}
