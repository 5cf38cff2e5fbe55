package minibit.daemon.api.model;

import java.util.List;

/**
 * The cache of blocks that are sent again and again.
 *
 * @param enabled whether there is one
 * @param capacity bytes of memory it may fill
 * @param bytes of memory it fills now
 * @param blocks in it
 * @param hits blocks that were found in it
 * @param joined blocks that came with a read which was under way already
 * @param misses blocks that had to be read
 * @param hitRate part of the blocks that needed no read of their own, 0 to 1; 0 before the first
 * @param quickReads reads that the system answered from its own cache, so that nothing was kept
 * @param slowReads reads that waited for the disk
 * @param admissions runs of blocks taken in
 * @param evictions runs of them that gave way to others
 * @param mostWanted what is asked for most, held or not; at most {@link #MAX_WANTED}
 */
public record CacheView(
    boolean enabled,
    long capacity,
    long bytes,
    long blocks,
    long hits,
    long joined,
    long misses,
    double hitRate,
    long quickReads,
    long slowReads,
    long admissions,
    long evictions,
    List<Wanted> mostWanted) {
  /** Most entries of {@code mostWanted}: as many as a picture shows. */
  public static final int MAX_WANTED = 200;

  /** Keeps a copy. */
  public CacheView {
    mostWanted = List.copyOf(mostWanted);
  }

  /**
   * Neighbouring blocks that are asked for often.
   *
   * @param root of the content, or info-hash of the torrent
   * @param name of the content
   * @param piece of the torrent
   * @param block first block of them in the piece, from 0
   * @param blocks how many
   * @param demand how often they were asked for lately
   * @param held whether they are in memory
   */
  public record Wanted(
      String root, String name, int piece, int block, int blocks, long demand, boolean held) {}
}
