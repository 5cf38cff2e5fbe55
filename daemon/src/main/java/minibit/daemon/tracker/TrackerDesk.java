package minibit.daemon.tracker;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.SwarmView;
import minibit.core.announce.registry.TrackerEvent;
import minibit.core.announce.udp.ConnectionIds;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.daemon.trace.WireTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what is asked of a tracker, wherever it came in: one registry behind both faces, cleaned
 * at intervals. What happens is told to a listener at once, by the thread at work. Any thread.
 */
public final class TrackerDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrackerDesk.class);

  private final LockedRegistry registry;
  private final AnnounceFace announces;
  private final JsonFace json;
  private final HttpCounts httpCounts = new HttpCounts();
  private final UdpCounts udpCounts = new UdpCounts();
  private final WireTrace trace;
  private final InstantSource clock;
  private final Instant start;
  private final ScheduledExecutorService cleaner;

  /** An empty registry that knows, beside those who announce, these holders. */
  public TrackerDesk(
      RegistrySettings settings,
      InstantSource clock,
      RandomGenerator random,
      Consumer<TrackerEvent> events,
      Holders holders,
      WireTrace trace) {
    this.registry = new LockedRegistry(new SwarmRegistry(settings, random, events), clock);
    this.announces = new AnnounceFace(registry, holders, trace, httpCounts);
    this.json = new JsonFace(registry, trace);
    this.trace = trace;
    this.clock = clock;
    this.start = clock.instant();
    this.cleaner =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tracker-cleaner").factory());
    long round = settings.round().toMillis();
    cleaner.scheduleWithFixedDelay(this::clean, round, round, TimeUnit.MILLISECONDS);
  }

  private void clean() {
    try {
      registry.clean();
    } catch (RuntimeException e) {
      // Our own fault, but a tracker that never cleans again would be worse.
      LOG.error("cleaning failed", e);
    }
  }

  /** The answer; what cannot be read is refused in words. */
  public TrackerResponse answer(TrackerRequest request) {
    return switch (request.path()) {
      case "/announce" -> TrackerResponse.bencode(announces.announce(request));
      case "/scrape" -> TrackerResponse.bencode(announces.scrape(request));
      case "/peers" -> json.peers(request);
      case "/stats" -> stats();
      case "/metrics" -> metrics();
      case "/register" -> json.register(request);
      case "/ping" -> json.ping(request);
      case "/unregister" -> json.unregister(request);
      default -> TrackerResponse.json(404, JsonFace.error("not-found", "there is no such path"));
    };
  }

  private TrackerResponse stats() {
    Duration uptime = Duration.between(start, clock.instant());
    return TrackerResponse.json(
        200,
        registry.with(
            (swarms, now) -> TrackerStats.of(swarms, now, uptime, httpCounts, udpCounts)));
  }

  private TrackerResponse metrics() {
    String text =
        registry.with(
            (swarms, _) ->
                TrackerMetrics.of(swarms.swarmCount(), swarms.peerCount(), httpCounts, udpCounts));
    return new TrackerResponse(
        200, TrackerMetrics.MEDIA_TYPE, text.getBytes(StandardCharsets.US_ASCII));
  }

  UdpCounts udpCounts() {
    return udpCounts;
  }

  /** A face over UDP with the same registry, whose connection ids nobody outside can make. */
  UdpFace udp() {
    SecureRandom secret = new SecureRandom();
    ConnectionIds ids = new ConnectionIds(secret.nextLong(), secret.nextLong());
    return new UdpFace(registry, ids, trace, udpCounts);
  }

  InstantSource clock() {
    return clock;
  }

  /** Where some of those who announced for this torrent listen; see {@link SwarmRegistry}. */
  public List<PeerAddress> addresses(InfoHash hash, int most) {
    return registry.with((swarms, _) -> swarms.addresses(hash, most));
  }

  /** What goes on, for people: at most this many peers. */
  public List<SwarmView> view(int mostPeers) {
    return registry.view(mostPeers);
  }

  /** Cleans no more. */
  @Override
  public void close() {
    cleaner.shutdownNow();
  }
}
