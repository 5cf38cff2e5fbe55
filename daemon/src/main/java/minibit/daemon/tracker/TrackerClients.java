package minibit.daemon.tracker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.ScrapeResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHash;
import minibit.daemon.net.SourceAddress;

/**
 * Asks trackers over HTTP and UDP. One for a process; any thread. Futures are always completed, and
 * never exceptionally: whatever goes wrong is a {@code Failed}.
 */
public final class TrackerClients implements AutoCloseable {
  /** How long a tracker may take for the answer to a regular announce over HTTP. */
  static final Duration HTTP_LIMIT = Duration.ofSeconds(30);

  /**
   * How long a UDP tracker is asked: three packets, after 0, 15 and 45 seconds (BEP 15). The whole
   * series of BEP 15 takes hours, while the next tier waits.
   */
  static final Duration UDP_LIMIT = Duration.ofSeconds(60);

  /** How long a tracker may take for {@code stopped}: the user is waiting for the end. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final HttpTrackerClient http;
  private final UdpTrackerClient udp;

  /**
   * Clients with this clock and chance, for retransmissions and transaction numbers.
   *
   * @param source where announces come from: what trackers take for our address
   */
  public TrackerClients(InstantSource clock, RandomGenerator random, SourceAddress source) {
    http = new HttpTrackerClient(source);
    udp = new UdpTrackerClient(clock, random, source);
  }

  /** Announces. */
  public CompletableFuture<AnnounceResponse> announce(TrackerUrl tracker, AnnounceRequest request) {
    boolean stops = request.event() == AnnounceEvent.STOPPED;
    try {
      return tracker.isUdp()
          ? udp.announce(tracker, request, stops ? STOP_LIMIT : UDP_LIMIT)
          : http.announce(tracker, request, stops ? STOP_LIMIT : HTTP_LIMIT);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          new AnnounceResponse.Failed("closed", "no more announces: closing"));
    }
  }

  /** Scrapes at most 74 torrents at once (BEP 48, BEP 15). */
  public CompletableFuture<ScrapeResponse> scrape(TrackerUrl tracker, List<InfoHash> hashes) {
    return tracker.isUdp()
        ? udp.scrape(tracker, hashes, UDP_LIMIT)
        : http.scrape(tracker, hashes, HTTP_LIMIT);
  }

  /** Drops what is under way. */
  @Override
  public void close() {
    http.close();
    udp.close();
  }
}
