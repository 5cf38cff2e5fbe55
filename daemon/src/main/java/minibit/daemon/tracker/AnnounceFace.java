package minibit.daemon.tracker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.GivenPeer;
import minibit.core.announce.registry.TrackerAnswer;
import minibit.core.announce.registry.TrackerQuery;
import minibit.core.announce.registry.TrackerReply;
import minibit.core.id.InfoHash;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;

/** The face for stock clients: {@code /announce} and {@code /scrape}, answered in bencode. */
final class AnnounceFace {
  private final LockedRegistry registry;
  private final WireTrace trace;

  AnnounceFace(LockedRegistry registry, WireTrace trace) {
    this.registry = registry;
    this.trace = trace;
  }

  void announce(Exchange exchange) {
    Optional<Asker> asker = exchange.asker();
    Optional<TrackerQuery> query = TrackerQuery.parse(exchange.query());
    if (asker.isEmpty() || query.isEmpty()) {
      exchange.bencode(TrackerReply.failure("the query cannot be read"));
      return;
    }
    switch (query.get().announce()) {
      case TrackerQuery.Announce.Bad(String reason) ->
          exchange.bencode(TrackerReply.failure(reason));
      case TrackerQuery.Announce.Good good -> answer(exchange, asker.get(), good);
    }
  }

  private void answer(Exchange exchange, Asker asker, TrackerQuery.Announce.Good good) {
    if (trace.isOn()) {
      trace.announce(Direction.IN, asker.remote(), good.request());
    }
    TrackerAnswer answer =
        registry.with((swarms, now) -> swarms.announce(now, asker, good.request()));
    if (trace.isOn()) {
      trace.answer(Direction.OUT, asker.remote(), response(answer));
    }
    exchange.bencode(
        TrackerReply.announce(answer, registry.settings(), good.compact(), good.noPeerId()));
  }

  /** An answer of ours in the words of whoever receives it. */
  private AnnounceResponse response(TrackerAnswer answer) {
    return switch (answer) {
      case TrackerAnswer.Refused(String reason) ->
          new AnnounceResponse.Refused(reason, new AnnounceResponse.Retry.Unsaid());
      case TrackerAnswer.Given given ->
          new AnnounceResponse.Accepted(
              registry.settings().interval(),
              Optional.of(registry.settings().minInterval()),
              OptionalLong.of(given.seeders()),
              OptionalLong.of(given.leechers()),
              OptionalLong.of(given.downloaded()),
              given.peers().stream().map(GivenPeer::address).toList(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(given.seenAs().host()));
    };
  }

  void scrape(Exchange exchange) {
    List<InfoHash> hashes =
        TrackerQuery.parse(exchange.query()).map(TrackerQuery::scraped).orElse(List.of());
    if (hashes.isEmpty()) {
      // A full scrape would tell strangers everything that goes on here.
      exchange.bencode(TrackerReply.failure("name the torrents: info_hash of 20 bytes each"));
      return;
    }
    Map<InfoHash, ScrapeCounts> counts =
        registry.with(
            (swarms, _) -> {
              Map<InfoHash, ScrapeCounts> found = new TreeMap<>();
              hashes.forEach(
                  hash -> swarms.scrape(hash).ifPresent(torrent -> found.put(hash, torrent)));
              return found;
            });
    if (trace.isOn()) {
      Object peer = exchange.asker().map(asker -> (Object) asker.remote()).orElse("-");
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("infoHashes", hashes.stream().map(InfoHash::hex).toList());
      trace.exchange(Direction.IN, peer, "scrape", fields);
      trace.exchange(Direction.OUT, peer, "scrape-response", Map.of("torrents", counts.size()));
    }
    exchange.bencode(TrackerReply.scrape(counts));
  }
}
