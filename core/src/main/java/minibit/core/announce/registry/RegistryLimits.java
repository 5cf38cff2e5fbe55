package minibit.core.announce.registry;

/**
 * How much of a tracker's memory strangers can fill.
 *
 * @param swarms torrents known at once
 * @param peers in all swarms together
 * @param peersPerSwarm in one
 * @param peersPerHost of one IPv4 address or one IPv6 /64, in all swarms
 * @param blocks that a peer may count in a torrent
 * @param blockBytes of memory for all lists of owned blocks
 */
public record RegistryLimits(
    int swarms, int peers, int peersPerSwarm, int peersPerHost, int blocks, long blockBytes) {
  /**
   * About 300 MB when full. One host may hold a tenth of a swarm's places times two: seed boxes
   * announce thousands of torrents, and test benches run hundreds of peers on one address.
   */
  public static final RegistryLimits DEFAULTS =
      new RegistryLimits(100_000, 500_000, 50_000, 10_000, 65_536, 64L << 20);

  /** Checks that each lets something through. */
  public RegistryLimits {
    if (swarms < 1
        || peers < 1
        || peersPerSwarm < 1
        || peersPerHost < 1
        || blocks < 1
        || blockBytes < 1) {
      throw new IllegalArgumentException("limits that allow nothing");
    }
  }
}
