package minibit.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;

/** Torrent files and magnet links as arguments. */
public final class TorrentInput {
  private TorrentInput() {}

  /** Reads a torrent file; one that is bad ends the command with the reason. */
  public static Metainfo torrent(Path file) throws IOException, CliException {
    if (Files.isDirectory(file)) {
      throw new CliException(ExitCode.FAILURE, "not-a-torrent-file", file.toString());
    }
    try (InputStream in = Files.newInputStream(file)) {
      // One byte more than allowed is enough to be refused by the parser.
      return MetainfoParser.parseTorrent(in.readNBytes(MetainfoParser.MAX_TORRENT + 1));
    } catch (BadMetainfo e) {
      throw refused(e);
    }
  }

  /** Reads a magnet link. */
  public static Magnet magnet(String uri) throws CliException {
    try {
      return Magnet.parse(uri);
    } catch (BadMetainfo e) {
      throw refused(e);
    }
  }

  /** The end of a command over a torrent or link that is refused. */
  public static CliException refused(BadMetainfo e) {
    return CliException.of(ExitCode.FAILURE, e.code().id(), String.valueOf(e.getMessage()), e);
  }
}
