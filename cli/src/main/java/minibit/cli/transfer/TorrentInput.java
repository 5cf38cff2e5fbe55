package minibit.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.words.Sentence;
import minibit.daemon.disk.CreateException;

/** Torrent files and magnet links as arguments. */
public final class TorrentInput {
  private TorrentInput() {}

  /** Reads a torrent file; one that is bad ends the command with the reason. */
  public static Metainfo torrent(Path file) throws IOException, CliException {
    if (Files.isDirectory(file)) {
      throw new CliException(ExitCode.FAILURE, "not-a-torrent-file", file.toString());
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MetainfoParser.MAX_TORRENT + 1);
      if (bytes.length == 0) {
        throw new CliException(ExitCode.FAILURE, "torrent-empty", file);
      }
      if (bytes.length > MetainfoParser.MAX_TORRENT) {
        throw new CliException(
            ExitCode.FAILURE, "torrent-too-large", file, MetainfoParser.MAX_TORRENT >> 20);
      }
      return MetainfoParser.parseTorrent(bytes);
    } catch (BadMetainfo e) {
      throw refused(file, e);
    }
  }

  private static CliException refused(Path file, BadMetainfo e) {
    String code = e.code().id();
    return e.code() == BadMetainfo.Code.NOT_BENCODE
        ? CliException.caused(ExitCode.FAILURE, code, e, file, e.sentence())
        : CliException.of(
            ExitCode.FAILURE, code, Sentence.of("told-of", "{0}: {1}", file, e.sentence()), e);
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
    return CliException.of(ExitCode.FAILURE, e.code().id(), e.sentence(), e);
  }

  /** The end of a command over what no torrent can be made of. */
  public static CliException refused(CreateException e) {
    int exit = e.getCause() instanceof AccessDeniedException ? ExitCode.DENIED : ExitCode.FAILURE;
    return CliException.of(exit, e.code().id(), e.sentence(), e);
  }
}
