package minibit.daemon.cache;

import java.util.List;

/**
 * What a block cache has done and holds.
 *
 * @param enabled false if it has no room by setting: then all else is empty
 * @param capacity bytes it may hold
 * @param bytes it holds
 * @param blocks of up to 16 KiB it holds
 * @param hits blocks served from it since the start
 * @param misses blocks that were read from disk instead
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
    long misses,
    long quickReads,
    long slowReads,
    List<Wanted> mostWanted) {
  /** Of a cache that is off. */
  public static final CacheStats OFF = new CacheStats(false, 0, 0, 0, 0, 0, 0, 0, List.of());

  /** Keeps a copy. */
  public CacheStats {
    mostWanted = List.copyOf(mostWanted);
  }

  /** Hits among all blocks served, 0 to 1; 0 before the first. */
  public double hitRate() {
    return hits == 0 ? 0 : (double) hits / (hits + misses);
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
