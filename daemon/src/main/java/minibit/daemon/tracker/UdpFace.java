package minibit.daemon.tracker;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.PackedAnswer;
import minibit.core.announce.udp.ConnectionIds;
import minibit.core.announce.udp.UdpAnswer;
import minibit.core.announce.udp.UdpPackets;
import minibit.core.announce.udp.UdpRequest;
import minibit.core.announce.udp.UdpTrackerPackets;
import minibit.core.id.InfoHash;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;

/**
 * The face for clients over UDP (BEP 15): packets in, packets out, the same registry behind it as
 * behind the others. Any thread.
 */
final class UdpFace {
  private static final ScrapeCounts NOBODY = new ScrapeCounts(0, 0, 0);

  private final LockedRegistry registry;
  private final UdpTrackerPackets packets;
  private final WireTrace trace;
  private final UdpCounts counts;

  UdpFace(LockedRegistry registry, ConnectionIds ids, WireTrace trace, UdpCounts counts) {
    this.registry = registry;
    this.packets = new UdpTrackerPackets(ids);
    this.trace = trace;
    this.counts = counts;
  }

  /**
   * Answers a packet.
   *
   * @param out where the answer goes; has room for {@link UdpTrackerPackets#MAX_ANSWER} bytes
   * @return false if there is to be no answer
   */
  boolean answer(ByteBuffer in, Asker asker, ByteBuffer out, Instant now) {
    Optional<UdpRequest> request = packets.read(in, asker.remote(), now);
    if (request.isEmpty()) {
      counts.ignored.increment();
      return false;
    }
    switch (request.get()) {
      case UdpRequest.Connect(int transaction) -> {
        counts.connects.increment();
        packets.connected(out, transaction, asker.remote(), now);
      }
      case UdpRequest.Announce(int transaction, AnnounceRequest announce) ->
          announce(transaction, announce, asker, out, now);
      case UdpRequest.Scrape(int transaction, List<InfoHash> hashes) ->
          scrape(transaction, hashes, asker, out);
      case UdpRequest.Bad(int transaction, String reason) -> refuse(transaction, reason, out);
    }
    return true;
  }

  private void announce(
      int transaction, AnnounceRequest asked, Asker asker, ByteBuffer out, Instant now) {
    counts.announces.increment();
    boolean ipv6 = asker.remote().isIpv6();
    AnnounceRequest request = asked.withMost(UdpTrackerPackets.mostPeers(ipv6));
    if (trace.isOn()) {
      trace.announce(Direction.IN, asker.remote(), asked);
    }
    int at = out.position();
    ByteBuffer peers = UdpTrackerPackets.announcing(out);
    switch (registry.announce(now, asker, request, peers)) {
      case PackedAnswer.Refused(String reason) -> refuse(transaction, reason, out.position(at));
      case PackedAnswer.Given(int seeders, int leechers) ->
          UdpTrackerPackets.announced(
              out, at, transaction, registry.settings().interval().toSeconds(), leechers, seeders);
    }
    if (trace.isOn()) {
      trace.answer(Direction.OUT, asker.remote(), traced(out, at, ipv6));
    }
  }

  /** What has just been written, as it is read. */
  private static AnnounceResponse traced(ByteBuffer out, int at, boolean ipv6) {
    byte[] packet = new byte[out.position() - at];
    out.get(at, packet);
    return switch (UdpPackets.decode(packet, ipv6).orElseThrow()) {
      case UdpAnswer.Announced told ->
          new AnnounceResponse.Accepted(
              Duration.ofSeconds(told.interval()),
              Optional.empty(),
              OptionalLong.of(told.seeders()),
              OptionalLong.of(told.leechers()),
              OptionalLong.empty(),
              told.peers(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      case UdpAnswer.Error(int _, String reason) ->
          new AnnounceResponse.Refused(reason, new AnnounceResponse.Retry.Unsaid());
      case UdpAnswer.Connected _, UdpAnswer.Scraped _ ->
          throw new IllegalStateException("no answer to an announce");
    };
  }

  private void scrape(int transaction, List<InfoHash> hashes, Asker asker, ByteBuffer out) {
    counts.scrapes.increment();
    List<ScrapeCounts> found =
        registry.with(
            (swarms, _) -> {
              List<ScrapeCounts> all = new ArrayList<>(hashes.size());
              hashes.forEach(hash -> all.add(swarms.scrape(hash).orElse(NOBODY)));
              return all;
            });
    if (trace.isOn()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("infoHashes", hashes.stream().map(InfoHash::hex).toList());
      trace.exchange(Direction.IN, asker.remote(), "scrape", fields);
      trace.exchange(
          Direction.OUT, asker.remote(), "scrape-response", Map.of("torrents", found.size()));
    }
    UdpTrackerPackets.scraped(out, transaction, found);
  }

  /** A packet was not looked at, for its host had sent too many. */
  void limited() {
    counts.limited.increment();
  }

  /** So many answers were not taken by the kernel. */
  void lost(int answers) {
    if (answers > 0) {
      counts.lost.add(answers);
    }
  }

  /** A socket could not be read. */
  void failed() {
    counts.failed.increment();
  }

  private void refuse(int transaction, String reason, ByteBuffer out) {
    counts.refused.increment();
    UdpTrackerPackets.error(out, transaction, reason);
  }
}
