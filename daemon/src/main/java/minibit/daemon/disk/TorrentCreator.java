package minibit.daemon.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.metainfo.TorrentPlan;
import minibit.core.metainfo.TorrentWriter;

/**
 * Makes a torrent of a file or folder: one reader per core, each byte read once for both kinds of
 * hashes. Files that change while they are read end it with {@link
 * CreateException.Code#FILE_CHANGED}.
 */
public final class TorrentCreator {
  private TorrentCreator() {}

  /**
   * Looks at a file or folder without reading content.
   *
   * @param source the file or folder; links below it are followed
   * @param except a path to leave out if it lies below: the torrent about to be written
   */
  public static SourceTree scan(Path source, Path except) throws IOException, InterruptedException {
    return SourceTree.scan(source, except);
  }

  /**
   * Makes the torrent. Blocks until all is hashed; an interruption ends it.
   *
   * @param wish what it shall be
   * @param progress told how many bytes are done, from any thread, often
   */
  public static Created create(SourceTree source, Wish wish, LongConsumer progress)
      throws IOException, BadMetainfo, InterruptedException {
    int pieceLength =
        wish.pieceLength() == 0 ? TorrentPlan.pieceLengthFor(source.size()) : wish.pieceLength();
    TorrentPlan plan =
        TorrentPlan.of(
            source.name(), source.isFolder(), source.files(), pieceLength, wish.version());
    PlanHasher hasher = new PlanHasher(plan, source, progress);
    hasher.run();
    source.requireUnchanged();
    TorrentWriter.Written written =
        TorrentWriter.write(
            plan, hasher.v1Hashes(), hasher.v2Hashes(), wish.isPrivate(), wish.extras());
    return new Created(written.torrent(), written.hashes(), source.warnings(), source.lost());
  }

  /**
   * What a torrent shall be.
   *
   * @param pieceLength in bytes; 0: chosen by size
   * @param isPrivate whether peers may come from trackers only
   * @param extras what stands beside the info
   */
  public record Wish(
      Metainfo.Version version, int pieceLength, boolean isPrivate, Metainfo.Extras extras) {}

  /**
   * A torrent that was made.
   *
   * @param torrent the bytes of the file
   * @param hashes its names on the wire
   * @param warnings paths that other systems or clients will store under another name
   * @param lost paths that are not in it, because nothing is there: links that lead nowhere
   */
  public record Created(
      byte[] torrent, InfoHashes hashes, List<String> warnings, List<String> lost) {
    /** The torrent read again, which takes its time for a hundred thousand files. */
    public Metainfo metainfo() throws BadMetainfo {
      return MetainfoParser.parseTorrent(torrent);
    }
  }
}
