package minibit.daemon.fetch.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.core.identity.MemberId;
import minibit.daemon.engine.RateLimits;

/**
 * How something is to be fetched.
 *
 * @param out folder to put it in; empty: the download folder
 * @param from the only members to fetch from; empty: anybody. Contents of the group only
 * @param limits of this transfer
 * @param paused whether it only waits to be resumed
 */
public record GetOptions(
    Optional<Path> out, List<MemberId> from, RateLimits limits, boolean paused) {
  /** Into the download folder, from anybody, as fast as it goes. */
  public static final GetOptions USUAL =
      new GetOptions(Optional.empty(), List.of(), RateLimits.NONE, false);

  /** Keeps a copy. */
  public GetOptions {
    from = List.copyOf(from);
  }

  /** The same into this folder. */
  public GetOptions into(Path folder) {
    return new GetOptions(Optional.of(folder), from, limits, paused);
  }

  /** The same from these members only. */
  public GetOptions from(List<MemberId> members) {
    return new GetOptions(out, members, limits, paused);
  }

  /** The same with limits. */
  public GetOptions limits(RateLimits other) {
    return new GetOptions(out, from, other, paused);
  }

  /** The same, to be resumed later. */
  public GetOptions asPaused() {
    return new GetOptions(out, from, limits, true);
  }
}
