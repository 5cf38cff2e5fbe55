package minibit.daemon.tracker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.HttpAnnounce;
import minibit.core.announce.ScrapeResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.daemon.net.SourceAddress;

/**
 * Announces over HTTP. A tracker whose name has addresses of both families hears of us over each
 * (BEP 7), so that it can give both to others; over https the JDK chooses one.
 */
final class HttpTrackerClient implements AutoCloseable {
  /** No answer is larger: 10,000 peers in dictionary form stay below. */
  static final int MAX_ANSWER = 1 << 20;

  static {
    // To reach one address of a name the URL bears the address and the Host header the name.
    if (System.getProperty("jdk.httpclient.allowRestrictedHeaders") == null) {
      System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private final SourceAddress source;
  private final HttpClients clients;

  HttpTrackerClient(SourceAddress source) {
    this(source, LateTrust.platform());
  }

  HttpTrackerClient(SourceAddress source, LateTrust trust) {
    this.source = source;
    this.clients = new HttpClients(threads, source.address(), trust);
  }

  CompletableFuture<AnnounceResponse> announce(
      TrackerUrl tracker, AnnounceRequest request, Duration limit) {
    return resolved(tracker)
        .thenCompose(
            routes -> {
              List<CompletableFuture<AnnounceResponse>> asked = new ArrayList<>();
              for (Route route : routes) {
                asked.add(
                    fetch(HttpAnnounce.url(route.url(), request), route, limit)
                        .handle(HttpTrackerClient::announceResponse));
              }
              return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                  .thenApply(_ -> merged(asked.stream().map(CompletableFuture::join).toList()));
            })
        .exceptionally(error -> failed(cause(error)));
  }

  CompletableFuture<ScrapeResponse> scrape(
      TrackerUrl tracker, List<InfoHash> hashes, Duration limit) {
    Optional<String> url = HttpAnnounce.scrapeUrl(tracker, hashes);
    if (url.isEmpty()) {
      return CompletableFuture.completedFuture(
          new ScrapeResponse.Failed("no-scrape", "this tracker has no scrape address"));
    }
    return resolved(tracker)
        .thenCompose(routes -> fetch(url.get(), routes.getFirst().named(tracker), limit))
        .handle(
            (answer, error) -> {
              if (error != null) {
                AnnounceResponse.Failed failed = failed(cause(error));
                return new ScrapeResponse.Failed(failed.code(), failed.message());
              }
              return answer.status() == 200
                  ? HttpAnnounce.decodeScrape(answer.body())
                  : new ScrapeResponse.Failed("http-status", "HTTP status " + answer.status());
            });
  }

  /**
   * One way to the tracker.
   *
   * @param url to fetch
   * @param hostHeader the host to name if the URL does not
   * @param bound whether our own address leads there
   */
  private record Route(TrackerUrl url, String hostHeader, boolean bound) {
    /** By name, whatever address is then chosen. */
    Route named(TrackerUrl tracker) {
      return new Route(tracker, "", bound);
    }
  }

  private record Answer(int status, byte[] body) {}

  private CompletableFuture<List<Route>> resolved(TrackerUrl tracker) {
    return CompletableFuture.supplyAsync(() -> routes(tracker), threads);
  }

  private List<Route> routes(TrackerUrl tracker) {
    Map<Boolean, InetAddress> families = new LinkedHashMap<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(tracker.host())) {
        families.putIfAbsent(address instanceof Inet6Address, address);
      }
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
    boolean local = families.values().stream().anyMatch(InetAddress::isLoopbackAddress);
    if (families.size() == 1 || local || !tracker.scheme().equals("http")) {
      return List.of(new Route(tracker, "", families.values().stream().allMatch(this::leadsTo)));
    }
    String header = tracker.host() + (tracker.port() == 80 ? "" : ":" + tracker.port());
    return families.values().stream()
        .map(
            address ->
                new Route(
                    new TrackerUrl(
                        tracker.scheme(),
                        address.getHostAddress(),
                        tracker.port(),
                        tracker.path(),
                        tracker.query()),
                    header,
                    leadsTo(address)))
        .toList();
  }

  private boolean leadsTo(InetAddress tracker) {
    return source.towards(tracker).isPresent();
  }

  private CompletableFuture<Answer> fetch(String url, Route route, Duration limit) {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(URI.create(url)).timeout(limit);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    request.header("User-Agent", "minibit/0.1.0");
    if (!route.hostHeader().isEmpty()) {
      request.header("Host", route.hostHeader());
    }
    CompletableFuture<HttpResponse<byte[]>> sent =
        clients.get(route.bound()).sendAsync(request.build(), _ -> new CappedBody(MAX_ANSWER));
    // The request's own time-out ends with the headers; this one covers a trickling body as well.
    CompletableFuture<Answer> answer =
        sent.copy()
            .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(HttpTrackerClient::answer);
    return answer.whenComplete(
        (_, error) -> {
          if (error != null) {
            sent.cancel(true);
          }
        });
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    byte[] body = response.body();
    boolean zipped =
        response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    if (zipped) {
      // Never asked for, but some servers zip whatever they send.
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readNBytes(MAX_ANSWER + 1);
      } catch (IOException e) {
        body = new byte[0];
      }
      if (body.length > MAX_ANSWER) {
        throw new CompletionException(new CappedBody.TooLarge(MAX_ANSWER));
      }
    }
    return new Answer(response.statusCode(), body);
  }

  private static AnnounceResponse announceResponse(Answer answer, Throwable error) {
    if (error != null) {
      return failed(cause(error));
    }
    AnnounceResponse response = HttpAnnounce.decode(answer.body());
    if (answer.status() == 200 || response instanceof AnnounceResponse.Refused) {
      return response;
    }
    return new AnnounceResponse.Failed("http-status", "HTTP status " + answer.status());
  }

  /** The answers over both families as one: what one of them took counts as taken. */
  private static AnnounceResponse merged(List<AnnounceResponse> responses) {
    List<AnnounceResponse.Accepted> accepted =
        responses.stream()
            .filter(AnnounceResponse.Accepted.class::isInstance)
            .map(AnnounceResponse.Accepted.class::cast)
            .toList();
    if (accepted.size() < 2) {
      return accepted.isEmpty() ? responses.getFirst() : accepted.getFirst();
    }
    AnnounceResponse.Accepted first = accepted.getFirst();
    Set<PeerAddress> peers = new LinkedHashSet<>();
    accepted.forEach(answer -> peers.addAll(answer.peers()));
    return new AnnounceResponse.Accepted(
        first.interval(),
        first.minInterval(),
        first.seeders(),
        first.leechers(),
        first.downloaded(),
        List.copyOf(peers),
        first.warning(),
        first.trackerId(),
        first.externalIp());
  }

  private static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static AnnounceResponse.Failed failed(Throwable error) {
    return switch (error) {
      case HttpTimeoutException _, TimeoutException _ ->
          new AnnounceResponse.Failed("timeout", "no answer in time");
      case UnknownHostException e ->
          new AnnounceResponse.Failed("unreachable", "unknown host " + e.getMessage());
      case ConnectException e ->
          e.getCause() instanceof UnresolvedAddressException
              ? new AnnounceResponse.Failed("unreachable", "unknown host")
              : new AnnounceResponse.Failed("unreachable", "no connection");
      case IllegalArgumentException _ ->
          new AnnounceResponse.Failed("bad-url", "not a URL that can be fetched");
      case RejectedExecutionException _ ->
          new AnnounceResponse.Failed("closed", "no more announces: closing");
      case CappedBody.TooLarge e -> new AnnounceResponse.Failed("too-large", e.sentence());
      case IOException e ->
          new AnnounceResponse.Failed(
              "unreachable", e.getMessage() == null ? "connection lost" : e.getMessage());
      default -> new AnnounceResponse.Failed("unreachable", error.toString());
    };
  }

  @Override
  public void close() {
    clients.close();
    threads.shutdownNow();
  }
}
