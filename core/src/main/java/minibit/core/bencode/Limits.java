package minibit.core.bencode;

/**
 * How much a decoder takes before it refuses, so that no stranger decides how much memory we use.
 *
 * @param bytes of the input
 * @param depth of lists and dictionaries in each other
 * @param values of any kind, keys included
 */
public record Limits(int bytes, int depth, int values) {
  /**
   * Torrent files. A million files in both views of a hybrid, padding between them, are about 20
   * million values and 300 MB; v2 folders nest, and 256 levels are beyond any path that opens.
   */
  public static final Limits TORRENT = new Limits(512 << 20, 256, 25_000_000);

  /** Metadata that came from peers: their own limit is 30 MiB at most (libtorrent's). */
  public static final Limits METADATA = new Limits(32 << 20, 256, 4_000_000);

  /** Messages of the extension protocol: nothing in them nests far or is large. */
  public static final Limits MESSAGE = new Limits(1 << 20, 16, 20_000);

  /** Answers of trackers: 10,000 peers in dictionary form, and full scrapes. */
  public static final Limits TRACKER = new Limits(4 << 20, 16, 400_000);

  /** Checks that every limit lets something through. */
  public Limits {
    if (bytes < 1 || depth < 1 || values < 1) {
      throw new IllegalArgumentException("limits that allow nothing");
    }
  }
}
