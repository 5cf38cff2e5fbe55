package minibit.daemon.net;

import java.time.Duration;

/**
 * Whether a peer takes what waits for it. A byte now and then is not enough: while the socket is
 * full there must be progress. One owner.
 */
final class Stall {
  /** What a peer must take within the time it has: less than the slowest lines carry. */
  static final int LEAST_PROGRESS = 16 * 1024;

  private final long patience;
  private boolean blocked;
  private long since;
  private long taken;

  /** A peer that may take so long for {@link #LEAST_PROGRESS}. */
  Stall(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** So many bytes were written; {@code full} if the socket took no more. */
  void wrote(long bytes, boolean full, long now) {
    taken += bytes;
    if (!full || !blocked || taken >= LEAST_PROGRESS) {
      since = now;
      taken = 0;
    }
    blocked = full;
  }

  /** Whether the peer had its time and did not use it. */
  boolean isOver(long now) {
    return blocked && now - since > patience;
  }
}
