package minibit.cli.command;

import java.nio.file.Path;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.transfer.TorrentInput;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;

/** {@code info FILE}: what a torrent file, or a magnet link, says. */
public final class InfoCommand implements Command {
  private String source = "";

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.NAME, "FILE", value -> source = value);
  }

  @Override
  public int run(Context context) throws Exception {
    if (Magnet.isMagnet(source)) {
      Magnet magnet = TorrentInput.magnet(source);
      if (context.output().isJson()) {
        context.output().json(TorrentJson.of(magnet));
      } else {
        new TorrentText(context).print(magnet);
      }
      return ExitCode.OK;
    }
    Metainfo torrent = TorrentInput.torrent(Path.of(source));
    if (context.output().isJson()) {
      context.output().json(TorrentJson.of(torrent));
    } else {
      new TorrentText(context).print(torrent);
    }
    return ExitCode.OK;
  }
}
