package minibit.core.lsd;

/**
 * How it stands.
 *
 * @param torrents info-hashes that others are told of
 * @param told datagrams' worth of announces since it began
 * @param heard announces of others that were read
 * @param found peers of ours that they named, the same ones counted again
 * @param dropped datagrams beyond a limit, or that made no sense
 */
public record LsdStatus(int torrents, long told, long heard, long found, long dropped) {
  /** Nothing yet. */
  public static final LsdStatus NONE = new LsdStatus(0, 0, 0, 0, 0);
}
