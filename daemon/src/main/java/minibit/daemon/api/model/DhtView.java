package minibit.daemon.api.model;

/**
 * Our node of the DHT.
 *
 * @param enabled whether there is one; all else is 0 if not
 * @param nodes known, over IPv4 and IPv6
 * @param good those of them that answered lately
 * @param nodes6 those of the known that are reached over IPv6
 * @param good6 those of the good that are
 * @param torrents of ours that others are told of
 * @param stored torrents of others of which peers are kept
 */
public record DhtView(
    boolean enabled, int nodes, int good, int nodes6, int good6, int torrents, int stored) {
  /** There is none. */
  public static final DhtView OFF = new DhtView(false, 0, 0, 0, 0, 0, 0);
}
