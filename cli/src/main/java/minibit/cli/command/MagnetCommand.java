package minibit.cli.command;

import java.nio.file.Path;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.transfer.TorrentInput;
import minibit.core.metainfo.Magnet;

/** {@code magnet FILE}: the magnet link to a torrent. */
public final class MagnetCommand implements Command {
  private Path file = Path.of("");

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.PATH, "FILE", value -> file = value);
  }

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
