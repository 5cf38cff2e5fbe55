package minibit.daemon.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import minibit.daemon.api.Backend;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.engine.Engine;
import minibit.daemon.fetch.Fetches;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.metrics.Latencies;
import minibit.daemon.metrics.Measured;
import minibit.daemon.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** The daemon's numbers, counted once somebody asks for them first. Any thread. */
final class MetricsPart implements AutoCloseable {
  private final Backend backend;
  private final Fetches fetches;
  private final Engine engine;
  private final CatalogueDesk desk;
  private final Latencies searches;
  private @Nullable Metrics metrics;

  MetricsPart(
      Backend backend, Fetches fetches, Engine engine, CatalogueDesk desk, Latencies searches) {
    this.backend = backend;
    this.fetches = fetches;
    this.engine = engine;
    this.desk = desk;
    this.searches = searches;
  }

  /** In Prometheus' format. */
  String text() {
    return metrics().scrape();
  }

  private synchronized Metrics metrics() {
    Metrics made = metrics;
    if (made == null) {
      List<String> states = Arrays.stream(TransferState.values()).map(MetricsPart::text).toList();
      made = new Metrics(this::look, searches, states);
      metrics = made;
    }
    return made;
  }

  private static String text(TransferState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private Measured look() {
    Map<String, Long> states =
        fetches.list().stream()
            .map(TransferView::state)
            .collect(Collectors.groupingBy(MetricsPart::text, Collectors.counting()));
    return new Measured(
        backend.status(),
        states,
        engine.status(),
        engine.totals(),
        engine.cacheStats(Metrics.RANKS),
        desk.index());
  }

  @Override
  public synchronized void close() {
    if (metrics != null) {
      metrics.close();
    }
  }
}
