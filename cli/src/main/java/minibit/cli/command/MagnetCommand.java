package minibit.cli.command;

import java.nio.file.Path;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.transfer.TorrentInput;
import minibit.core.metainfo.Magnet;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code magnet FILE}: the magnet link to a torrent. */
@CommandLine.Command(name = "magnet")
public final class MagnetCommand implements Command {
  @Parameters(paramLabel = "FILE")
  private Path file;

  @Override
  public int run(Context context) throws Exception {
    Magnet magnet = Magnet.of(TorrentInput.torrent(file));
    if (context.output().isJson()) {
      context.output().json(TorrentJson.of(magnet));
    } else {
      context.output().line(magnet.uri());
    }
    return ExitCode.OK;
  }
}
