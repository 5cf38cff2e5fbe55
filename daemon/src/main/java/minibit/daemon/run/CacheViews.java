package minibit.daemon.run;

import minibit.daemon.api.model.CacheView;
import minibit.daemon.cache.CacheStats;

/** The block cache as the API shows it. */
final class CacheViews {
  private CacheViews() {}

  static CacheView of(CacheStats stats) {
    return new CacheView(
        stats.enabled(),
        stats.capacity(),
        stats.bytes(),
        stats.blocks(),
        stats.hits(),
        stats.joined(),
        stats.misses(),
        stats.hitRate(),
        stats.quickReads(),
        stats.slowReads(),
        stats.admissions(),
        stats.evictions(),
        stats.mostWanted().stream().map(CacheViews::wanted).toList());
  }

  private static CacheView.Wanted wanted(CacheStats.Wanted run) {
    return new CacheView.Wanted(
        run.root(), run.name(), run.piece(), run.block(), run.blocks(), run.demand(), run.held());
  }
}
