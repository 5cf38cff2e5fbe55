package minibit.daemon.cache;

import java.util.List;

/**
 * What a block cache has done and holds.
 *
 * @param enabled false if it has no room by setting: then all else is empty
 * @param capacity bytes of memory it may fill
 * @param bytes of memory it fills: 16 KiB for each block, also for the shorter last one of a file
 * @param blocks it holds
 * @param hits blocks served from it since the start
 * @param joined blocks that came with a read which was under way already when they were asked for
 * @param misses blocks that were read from disk because they were asked for
 * @param admissions runs taken in
 * @param evictions runs of them that gave way to others
 * @param quickReads reads that the system answered from its own cache, so that nothing was kept
 * @param slowReads reads that waited for the disk
 * @param mostWanted what is asked for most, the most wanted first, whether it is held or not
 */
public record CacheStats(
    boolean enabled,
    long capacity,
    long bytes,
    long blocks,
    long hits,
    long joined,
    long misses,
    long admissions,
    long evictions,
    long quickReads,
    long slowReads,
    List<Wanted> mostWanted) {
  /** Of a cache that is off. */
  public static final CacheStats OFF =
      new CacheStats(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

  /** Keeps a copy. */
  public CacheStats {
    mostWanted = List.copyOf(mostWanted);
  }

  /** Blocks served without a read of their own, among all; 0 to 1, 0 before the first. */
  public double hitRate() {
    long without = hits + joined;
    return without == 0 ? 0 : (double) without / (without + misses);
  }

  /**
   * Neighbouring blocks that are kept, and dropped, together.
   *
   * @param root of the content, or the info-hash of a torrent of several files; hexadecimal
   * @param name of the torrent
   * @param piece its index
   * @param block index of the first block in the piece
   * @param blocks how many
   * @param demand blocks asked for lately: half of it is forgotten every five minutes
   * @param held whether it is in memory
   */
  public record Wanted(
      String root, String name, int piece, int block, int blocks, long demand, boolean held) {}
}
