package minibit.daemon.fetch;

import minibit.daemon.engine.RateLimits;

/** The bounds of all transfers together, kept over restarts. Only the owner's thread. */
final class TotalLimits {
  private final FetchHost host;
  private RateLimits limits;

  /** As they were kept; the engine knows nothing of them yet. */
  TotalLimits(FetchHost host) {
    this.host = host;
    this.limits = host.store().limits();
  }

  /** The engine keeps to them from now on. */
  void restore() {
    host.engine().setLimits(limits);
  }

  RateLimits now() {
    return limits;
  }

  /** Other ones from now on, which are given back. */
  RateLimits set(RateLimits next) {
    host.store().putLimits(next);
    host.engine().setLimits(next);
    limits = next;
    return next;
  }
}
