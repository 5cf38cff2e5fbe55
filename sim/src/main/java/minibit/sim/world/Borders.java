package minibit.sim.world;

/**
 * The links between sites: one out of and one into each, blocks pass them one after another. Counts
 * what crossed. Inside a site nothing waits. One thread.
 */
public final class Borders {
  private static final double SECOND = 1e9;

  private final long rate;
  private final long[] outFreeAt;
  private final long[] inFreeAt;
  private final long[][] crossed;

  /** Borders that nothing crossed. */
  public Borders(Surroundings around) {
    this.rate = around.border();
    this.outFreeAt = new long[around.sites()];
    this.inFreeAt = new long[around.sites()];
    this.crossed = new long[around.sites()][around.sites()];
  }

  /** Nanoseconds that a block is held up on its way from one site to another; counts it. */
  public long cross(int from, int to, long bytes, long now) {
    crossed[from][to] += bytes;
    if (from == to) {
      return 0;
    }
    long time = (long) (bytes * SECOND / rate);
    outFreeAt[from] = Math.max(outFreeAt[from], now) + time;
    inFreeAt[to] = Math.max(inFreeAt[to] + time, outFreeAt[from]);
    return inFreeAt[to] - now;
  }

  /** Bytes that went from each site to each, copied. */
  public long[][] crossed() {
    long[][] copy = new long[crossed.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = crossed[i].clone();
    }
    return copy;
  }
}
