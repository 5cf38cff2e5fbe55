package minibit.daemon.fetch.model;

import minibit.daemon.engine.RateLimits;

/** One thing that can be done with many transfers. */
public sealed interface TransferChange {
  /** Stops it until it is resumed. */
  record Pause() implements TransferChange {}

  /** Lets a paused or failed one go on. */
  record Resume() implements TransferChange {}

  /**
   * Forgets it.
   *
   * @param data whether what it fetched is deleted, too
   */
  record Remove(boolean data) implements TransferChange {}

  /** Bounds its speed. */
  record Limit(RateLimits limits) implements TransferChange {}

  /** Gives it its turn before or after others. */
  record Urge(Urgency urgency) implements TransferChange {}

  /** Reads and hashes again what lies there. */
  record Verify() implements TransferChange {}
}
