package minibit.daemon.tracker;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.Intervals;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.ScrapeResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.announce.udp.UdpAnswer;
import minibit.core.announce.udp.UdpExchange;
import minibit.core.announce.udp.UdpPackets;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.daemon.net.SourceAddress;

/**
 * Announces over UDP (BEP 15): a virtual thread and a connected socket for each exchange, so that
 * the kernel drops what comes from others and tells when nobody listens. Names with addresses of
 * both families are asked over each.
 */
final class UdpTrackerClient implements AutoCloseable {
  private final InstantSource clock;
  private final RandomGenerator random;
  private final SourceAddress source;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<DatagramSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  UdpTrackerClient(InstantSource clock, RandomGenerator random, SourceAddress source) {
    this.clock = clock;
    this.random = random;
    this.source = source;
  }

  /** What an exchange came to: an answer, or why there is none. */
  private sealed interface Outcome {
    record Answered(UdpAnswer answer) implements Outcome {}

    record Failed(String code, String message) implements Outcome {}
  }

  CompletableFuture<AnnounceResponse> announce(
      TrackerUrl tracker, AnnounceRequest request, Duration limit) {
    UdpExchange.Question question =
        (connection, transaction) ->
            UdpPackets.announce(connection, transaction, request, tracker.urlData());
    return ask(tracker, question, limit).thenApply(UdpTrackerClient::announceResponse);
  }

  CompletableFuture<ScrapeResponse> scrape(
      TrackerUrl tracker, List<InfoHash> hashes, Duration limit) {
    UdpExchange.Question question =
        (connection, transaction) -> UdpPackets.scrape(connection, transaction, hashes);
    return ask(tracker, question, limit).thenApply(all -> scrapeResponse(hashes, all.getFirst()));
  }

  /** One outcome for each family that the name has, at least one. */
  private CompletableFuture<List<Outcome>> ask(
      TrackerUrl tracker, UdpExchange.Question question, Duration limit) {
    return CompletableFuture.supplyAsync(() -> addresses(tracker), threads)
        .thenCompose(
            addresses -> {
              if (addresses.isEmpty()) {
                return CompletableFuture.completedFuture(
                    List.<Outcome>of(
                        new Outcome.Failed("unreachable", "unknown host " + tracker.host())));
              }
              List<CompletableFuture<Outcome>> asked =
                  addresses.stream()
                      .map(
                          address ->
                              CompletableFuture.supplyAsync(
                                  () -> exchange(address, question, limit), threads))
                      .toList();
              return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                  .thenApply(_ -> asked.stream().map(CompletableFuture::join).toList());
            })
        .exceptionally(
            error ->
                List.of(new Outcome.Failed("unreachable", String.valueOf(error.getMessage()))));
  }

  private static List<InetSocketAddress> addresses(TrackerUrl tracker) {
    Map<Boolean, InetSocketAddress> families = new LinkedHashMap<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(tracker.host())) {
        if (families.isEmpty() || !address.isLoopbackAddress()) {
          families.putIfAbsent(
              address instanceof Inet6Address, new InetSocketAddress(address, tracker.port()));
        }
      }
    } catch (UnknownHostException e) {
      return List.of();
    }
    return List.copyOf(families.values());
  }

  private Outcome exchange(
      InetSocketAddress tracker, UdpExchange.Question question, Duration limit) {
    boolean ipv6 = tracker.getAddress() instanceof Inet6Address;
    UdpExchange exchange = new UdpExchange(question, random, ipv6, clock.instant(), limit);
    try (DatagramSocket socket = new DatagramSocket(source.socketTowards(tracker.getAddress()))) {
      open.add(socket);
      try {
        socket.connect(tracker);
        return run(exchange, socket);
      } finally {
        open.remove(socket);
      }
    } catch (PortUnreachableException e) {
      return new Outcome.Failed("unreachable", "nobody listens there");
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "no connection" : e.getMessage();
      return new Outcome.Failed("unreachable", closed ? "closed" : reason);
    }
  }

  private Outcome run(UdpExchange exchange, DatagramSocket socket) throws IOException {
    byte[] buffer = new byte[UdpPackets.MAX_PACKET];
    while (true) {
      Instant now = clock.instant();
      if (exchange.isOver(now) || closed) {
        return new Outcome.Failed("timeout", "no answer in time");
      }
      Optional<byte[]> due = exchange.packetAt(now);
      if (due.isPresent()) {
        socket.send(new DatagramPacket(due.get(), due.get().length));
      }
      long wait = Duration.between(now, exchange.deadline()).toMillis();
      socket.setSoTimeout((int) Math.clamp(wait, 1, 60_000));
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        continue;
      }
      Optional<UdpAnswer> answer =
          exchange.receive(clock.instant(), Arrays.copyOf(buffer, packet.getLength()));
      if (answer.isPresent()) {
        return new Outcome.Answered(answer.get());
      }
    }
  }

  private static AnnounceResponse announceResponse(List<Outcome> outcomes) {
    Set<PeerAddress> peers = new LinkedHashSet<>();
    Optional<UdpAnswer.Announced> taken = Optional.empty();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Answered(UdpAnswer.Announced answer)) {
        peers.addAll(answer.peers());
        taken = taken.isPresent() ? taken : Optional.of(answer);
      }
    }
    if (taken.isPresent()) {
      UdpAnswer.Announced answer = taken.get();
      return new AnnounceResponse.Accepted(
          Intervals.regular(answer.interval()),
          Optional.empty(),
          OptionalLong.of(answer.seeders()),
          OptionalLong.of(answer.leechers()),
          OptionalLong.empty(),
          List.copyOf(peers),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    return switch (outcomes.getFirst()) {
      case Outcome.Answered(UdpAnswer.Error(int _, String message)) ->
          new AnnounceResponse.Refused(message, new AnnounceResponse.Retry.Unsaid());
      case Outcome.Answered _ ->
          new AnnounceResponse.Failed("bad-answer", "the answer is none to an announce");
      case Outcome.Failed(String code, String message) ->
          new AnnounceResponse.Failed(code, message);
    };
  }

  private static ScrapeResponse scrapeResponse(List<InfoHash> hashes, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(UdpAnswer.Scraped(int _, List<ScrapeCounts> counts)) -> {
        SortedMap<InfoHash, ScrapeCounts> torrents = new TreeMap<>();
        for (int i = 0; i < Math.min(hashes.size(), counts.size()); i++) {
          torrents.put(hashes.get(i).wire(), counts.get(i));
        }
        yield new ScrapeResponse.Counts(torrents);
      }
      case Outcome.Answered(UdpAnswer.Error(int _, String message)) ->
          new ScrapeResponse.Failed("refused", message);
      case Outcome.Answered _ ->
          new ScrapeResponse.Failed("bad-answer", "the answer is none to a scrape");
      case Outcome.Failed(String code, String message) -> new ScrapeResponse.Failed(code, message);
    };
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(DatagramSocket::close);
    threads.shutdownNow();
  }
}
