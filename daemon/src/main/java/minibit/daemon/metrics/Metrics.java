package minibit.daemon.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import minibit.daemon.api.model.Role;
import minibit.daemon.cache.CacheStats;

/**
 * A daemon's numbers in Prometheus' text format. Each scrape looks at the daemon once, and all
 * numbers are of that moment; between scrapes nothing is done. Any thread.
 */
public final class Metrics implements AutoCloseable {
  /** The media type of the text. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** How many of the most wanted runs of the block cache are told, each under its rank. */
  public static final int RANKS = 10;

  private static final double UNKNOWN = Double.NaN;

  private final Supplier<Measured> daemon;
  private final Latencies searches;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private Measured now;

  /**
   * Numbers of a daemon.
   *
   * @param daemon looks at it
   * @param searches how long they took
   * @param states names of the states a transfer may be in
   */
  public Metrics(Supplier<Measured> daemon, Latencies searches, List<String> states) {
    this.daemon = daemon;
    this.searches = searches;
    now = daemon.get();
    transfers(states);
    bytes();
    cache();
    discovery();
    group();
    catalogue();
    machine();
  }

  /** The text of this moment. */
  public synchronized String scrape() {
    now = daemon.get();
    return registry.scrape();
  }

  private void transfers(List<String> states) {
    for (String state : states) {
      Gauge.builder("minibit.transfers", () -> now.transfers().getOrDefault(state, 0L))
          .description("Transfers by state")
          .tag("state", state)
          .register(registry);
    }
    gauge("minibit.torrents", "Torrents that run", m -> m.engine().torrents());
    gauge("minibit.peers", "Live peers of all torrents", m -> m.engine().connections());
    gauge(
        "minibit.peers.connecting",
        "Connections that dial or shake hands",
        m -> m.engine().connecting());
  }

  private void bytes() {
    counter("minibit.received.bytes", "Payload received", m -> m.totals().received());
    counter("minibit.sent.bytes", "Payload sent", m -> m.totals().sent());
    counter("minibit.wasted.bytes", "Payload received for nothing", m -> m.totals().wasted());
    counter("minibit.pieces.verified", "Pieces whose hash fits", m -> m.totals().verified());
    counter("minibit.pieces.failed", "Pieces whose hash does not fit", m -> m.totals().failed());
    gauge(
        "minibit.disk.waiting.bytes",
        "Bytes received and not written yet",
        m -> m.engine().waitingForDisk());
    gauge("minibit.disk.queue", "Reads and writes that wait", m -> m.totals().diskQueue());
  }

  private void cache() {
    gauge("minibit.cache.capacity.bytes", "Bytes it may keep; 0: off", m -> m.cache().capacity());
    gauge("minibit.cache.bytes", "Bytes of blocks kept", m -> m.cache().bytes());
    counter("minibit.cache.hits", "Blocks served from memory", m -> m.cache().hits());
    counter(
        "minibit.cache.joined",
        "Blocks that came with a read which was under way already",
        m -> m.cache().joined());
    counter("minibit.cache.misses", "Blocks read from disk", m -> m.cache().misses());
    counter("minibit.cache.admissions", "Runs of blocks taken in", m -> m.cache().admissions());
    counter("minibit.cache.evictions", "Runs that gave way to others", m -> m.cache().evictions());
    counter(
        "minibit.cache.reads.slow",
        "Reads that waited for the disk, so that what they brought may be kept",
        m -> m.cache().slowReads());
    counter(
        "minibit.cache.reads.quick",
        "Reads that the system answered from its own cache",
        m -> m.cache().quickReads());
    for (int rank = 1; rank <= RANKS; rank++) {
      wanted(rank);
    }
  }

  /** By rank, not by name: what strangers ask for must not make ever new series. */
  private void wanted(int rank) {
    Gauge.builder(
            "minibit.cache.wanted", () -> ranked(rank).map(CacheStats.Wanted::demand).orElse(0L))
        .description("Blocks asked for lately of the runs wanted most; rank 1 is first")
        .tag("rank", Integer.toString(rank))
        .register(registry);
    Gauge.builder(
            "minibit.cache.wanted.held",
            () -> ranked(rank).filter(CacheStats.Wanted::held).isPresent() ? 1 : 0)
        .description("1 if that run is in memory")
        .tag("rank", Integer.toString(rank))
        .register(registry);
  }

  private Optional<CacheStats.Wanted> ranked(int rank) {
    return now.cache().mostWanted().stream().skip(rank - 1).findFirst();
  }

  /** How peers are found without a tracker. */
  private void discovery() {
    gauge("minibit.dht.nodes", "DHT nodes known", m -> m.status().dht().nodes());
    gauge("minibit.dht.nodes.good", "Those that answered lately", m -> m.status().dht().good());
    gauge("minibit.dht.torrents", "Torrents the DHT is told of", m -> m.status().dht().torrents());
    gauge("minibit.dht.stored", "Torrents of others kept for it", m -> m.status().dht().stored());
    gauge("minibit.lsd.adapters", "Networks told of torrents", m -> m.status().lsd().adapters());
    gauge("minibit.lsd.torrents", "Torrents they are told of", m -> m.status().lsd().torrents());
    counter("minibit.lsd.found", "Peers that neighbours named", m -> m.status().lsd().found());
  }

  private void group() {
    gauge(
        "minibit.group.epoch", "The term of the last known epoch", m -> m.status().group().epoch());
    gauge(
        "minibit.group.recovery",
        "How often the group was recovered",
        m -> m.status().group().recovery());
    for (Role role : Role.values()) {
      Gauge.builder("minibit.group.role", () -> now.status().group().role() == role ? 1 : 0)
          .description("1 for the role of this daemon")
          .tag("role", role.toString())
          .register(registry);
    }
    gauge(
        "minibit.group.quorum",
        "1 while a tracker is heard",
        m -> m.status().group().quorum() ? 1 : 0);
    gauge(
        "minibit.group.heartbeat.age.seconds",
        "Time since a tracker was heard; NaN if none ever was",
        m -> m.status().group().sinceHeartbeat().orElse(UNKNOWN));
    gauge(
        "minibit.group.votes",
        "Votes this daemon had when it came into office, if it is the tracker",
        m ->
            m.status()
                .group()
                .lastElection()
                .map(election -> election.votesReceived().size())
                .orElse(0));
    gauge("minibit.group.voters", "Who elects", m -> m.status().group().voters().size());
    gauge("minibit.group.members", "Members in the catalogue", m -> m.status().group().members());
    gauge("minibit.group.members.present", "Of them, here", m -> m.status().group().present());
  }

  private void catalogue() {
    gauge("minibit.shares.files", "Files shared by this daemon", m -> m.status().shares().files());
    gauge("minibit.shares.bytes", "Bytes of them", m -> m.status().shares().bytes());
    gauge(
        "minibit.shares.waiting.files",
        "Files that are not hashed yet",
        m -> m.status().shares().waitingFiles());
    gauge(
        "minibit.catalogue.contents",
        "Contents in this voter's index; 0 if it keeps none",
        m -> m.index().contents());
    gauge("minibit.catalogue.index.lag", "Log entries not searchable yet", m -> m.index().lag());
    counter(
        "minibit.catalogue.tampered",
        "Files refused because their signature does not hold",
        m -> m.index().tampered());
    counter("minibit.searches", "Searches asked of this daemon", _ -> searches.count());
    counter("minibit.searches.seconds", "Time they took", _ -> searches.seconds());
    for (int i = 0; i < Latencies.BOUNDS.size(); i++) {
      int bound = i;
      FunctionCounter.builder("minibit.searches.within", searches, s -> s.within(bound))
          .description("Searches that took at most so many seconds")
          .tag("le", Double.toString(Latencies.BOUNDS.get(i) / 1000.0))
          .register(registry);
    }
  }

  private void machine() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<Measured> of) {
    Gauge.builder(name, this, self -> of.applyAsDouble(self.now))
        .description(description)
        .register(registry);
  }

  private void counter(String name, String description, ToDoubleFunction<Measured> of) {
    FunctionCounter.builder(name, this, self -> of.applyAsDouble(self.now))
        .description(description)
        .register(registry);
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
