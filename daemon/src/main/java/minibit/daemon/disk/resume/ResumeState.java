package minibit.daemon.disk.resume;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.daemon.disk.FileStamp;

/**
 * What is remembered of a torrent.
 *
 * @param known whether a run before this one got as far as knowing which pieces it had: existing
 *     files may then be ours
 * @param verified pieces whose hash fitted
 * @param forced those of them that were forced to the disk: a power cut did not lose them
 * @param begun pieces of which something was written and which were not verified
 * @param info the raw info, if it was fetched from peers
 * @param layers the piece layers that were fetched from peers, by the root of their file; to be
 *     proven again before they are believed
 * @param rested how the files looked when the last run ended in order; empty after a crash
 * @param lastWrite nanoseconds since 1970 of the last entry: after a crash, files changed clearly
 *     later were changed by others
 * @param sameBoot whether the machine still runs since then, and says so: what was written and not
 *     yet on disk is lost by a power cut only
 */
public record ResumeState(
    boolean known,
    BitSet verified,
    BitSet forced,
    BitSet begun,
    Optional<byte[]> info,
    Map<PiecesRoot, byte[]> layers,
    Optional<List<FileStamp>> rested,
    long lastWrite,
    boolean sameBoot) {

  /**
   * How much later than the last entry a file of ours may have changed: writes in flight when the
   * process died.
   */
  private static final long SLACK = 10_000_000_000L;

  /** Nothing is remembered. */
  public static ResumeState none() {
    return new ResumeState(
        false,
        new BitSet(),
        new BitSet(),
        new BitSet(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        0,
        true);
  }

  /**
   * Verified pieces of which a power cut may have left holes in files that look as they should: a
   * file has its full length and its time before its bytes are on the disk.
   */
  public BitSet unsure() {
    BitSet unsure = new BitSet();
    if (!sameBoot) {
      unsure.or(verified);
      unsure.andNot(forced);
    }
    return unsure;
  }

  /**
   * Whether this file looks as we left it, so that its verified pieces need not be read, but for
   * those that are {@link #unsure}.
   *
   * @param now how it looks
   */
  public boolean trusts(FileStamp now) {
    if (!known) {
      return false;
    }
    if (rested.isEmpty()) {
      return sameBoot && now.modified() <= lastWrite + SLACK;
    }
    return stampsByFile().getOrDefault(now.file(), new FileStamp(now.file(), -1, 0)).equals(now);
  }

  private Map<Integer, FileStamp> stampsByFile() {
    Map<Integer, FileStamp> byFile = new HashMap<>();
    rested.orElseThrow().forEach(stamp -> byFile.put(stamp.file(), stamp));
    return byFile;
  }
}
