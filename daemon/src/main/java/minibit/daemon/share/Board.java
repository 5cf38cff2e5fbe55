package minibit.daemon.share;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import minibit.daemon.share.hash.HashPool.Load;

/** What everybody may see of the shares: written by the keeper, read by any thread. */
final class Board {
  /** While work goes on, views are made so often. */
  private static final long OFTEN = TimeUnit.MILLISECONDS.toNanos(200);

  private volatile List<ShareView> shares = List.of();
  private volatile ShareTotals totals = new ShareTotals(0, 0, 0, 0, true, Optional.empty());
  private long nextShow = System.nanoTime();
  private boolean stale;

  /** Whether it is time to show anew how things stand; else that is kept in mind. */
  boolean isDue(boolean atOnce) {
    stale = !atOnce && nextShow - System.nanoTime() > 0;
    return !stale;
  }

  /**
   * Shows how things stand.
   *
   * @param load what is to be hashed
   * @param shareOf of a file that is being hashed
   */
  void show(Collection<ShareState> states, Load load, LongFunction<Optional<ShareState>> shareOf) {
    nextShow = System.nanoTime() + OFTEN;
    Map<ShareState, Long> begun = new HashMap<>();
    load.begun()
        .forEach(
            (id, done) ->
                shareOf.apply(id).ifPresent(share -> begun.merge(share, done, Long::sum)));
    shares = states.stream().map(state -> state.view(begun, load.left())).toList();
    long files = 0;
    long hashedFiles = 0;
    long bytes = 0;
    long hashedBytes = 0;
    boolean scanning = false;
    for (ShareState state : states) {
      files += state.files;
      bytes += state.bytes;
      hashedFiles += state.hashedFiles;
      hashedBytes += state.hashedBytes;
      scanning |= !state.swept && !state.missing;
    }
    long begunBytes = begun.values().stream().mapToLong(Long::longValue).sum();
    totals =
        new ShareTotals(
            hashedFiles,
            hashedBytes,
            files - hashedFiles,
            Math.max(0, bytes - hashedBytes - begunBytes),
            scanning,
            files > hashedFiles ? Optional.ofNullable(load.left()) : Optional.empty());
  }

  /** Time until it must be shown anew; a long time if nothing changed. */
  long waitNanos() {
    return stale ? nextShow - System.nanoTime() : Long.MAX_VALUE;
  }

  List<ShareView> shares() {
    return shares;
  }

  ShareTotals totals() {
    return totals;
  }
}
