package minibit.cli.remote;

import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.daemon.api.model.Page;
import picocli.CommandLine.Option;

/** {@code --offset} and {@code --limit}: which part of a long list. */
final class Paging {
  @Option(names = "--offset", paramLabel = "N")
  private int offset;

  @Option(names = "--limit", paramLabel = "N")
  private int limit = Page.DEFAULT;

  Page page() throws CliException {
    if (offset < 0 || limit < 1 || limit > Page.MAX) {
      throw new CliException(ExitCode.USAGE, "bad-page", Page.MAX);
    }
    return new Page(offset, limit);
  }
}
