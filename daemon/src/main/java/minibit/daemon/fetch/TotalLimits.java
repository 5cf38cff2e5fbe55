package minibit.daemon.fetch;

import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.transfer.TransferContext;

/** The bounds of all transfers together, kept over restarts. Only the owner's thread. */
final class TotalLimits {
  private final TransferContext context;
  private RateLimits limits;

  /** As they were kept; the engine knows nothing of them yet. */
  TotalLimits(TransferContext context) {
    this.context = context;
    this.limits = context.store().limits();
  }

  /** The engine keeps to them from now on. */
  void restore() {
    context.engine().setLimits(limits);
  }

  RateLimits now() {
    return limits;
  }

  /** Other ones from now on, which are given back. */
  RateLimits set(RateLimits next) {
    context.store().putLimits(next);
    context.engine().setLimits(next);
    limits = next;
    return next;
  }
}
