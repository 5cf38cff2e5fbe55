package minibit.daemon.metrics;

import java.util.Map;
import minibit.daemon.api.model.Status;
import minibit.daemon.cache.CacheStats;
import minibit.daemon.catalogue.IndexStatus;
import minibit.daemon.engine.EngineStatus;
import minibit.daemon.engine.EngineTotals;

/**
 * A daemon at one moment.
 *
 * @param status of the daemon and of its group
 * @param transfers how many there are in each state, by the state's name
 * @param engine what runs
 * @param totals counted since the start
 * @param cache of blocks, with at most {@link Metrics#RANKS} of the most wanted
 * @param index of the catalogue
 */
public record Measured(
    Status status,
    Map<String, Long> transfers,
    EngineStatus engine,
    EngineTotals totals,
    CacheStats cache,
    IndexStatus index) {
  /** Keeps a copy. */
  public Measured {
    transfers = Map.copyOf(transfers);
  }
}
