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
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.TrackerAnswer;
import minibit.core.announce.registry.TrackerQuery;
import minibit.core.announce.registry.TrackerReply;
import minibit.core.id.InfoHash;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;

/** The face for stock clients: {@code /announce} and {@code /scrape}, answered in bencode. */
final class AnnounceFace {
  private final LockedRegistry registry;
  private final Holders holders;
  private final WireTrace trace;
  private final HttpCounts counts;

  AnnounceFace(LockedRegistry registry, Holders holders, WireTrace trace, HttpCounts counts) {
    this.counts = counts;
    this.registry = registry;
    this.holders = holders;
    this.trace = trace;
  }

  byte[] announce(TrackerRequest request) {
    counts.announces.increment();
    Optional<TrackerQuery> query = TrackerQuery.parse(request.query());
    if (query.isEmpty()) {
      return refused("the query cannot be read");
    }
    return switch (query.get().announce()) {
      case TrackerQuery.Announce.Bad(String reason) -> refused(reason);
      case TrackerQuery.Announce.Good good -> answer(request.asker(), good);
    };
  }

  private byte[] answer(Asker asker, TrackerQuery.Announce.Good good) {
    if (trace.isOn()) {
      trace.announce(Direction.IN, asker.remote(), good.request());
    }
    TrackerAnswer answer =
        registry.with((swarms, now) -> swarms.announce(now, asker, good.request()));
    if (answer instanceof TrackerAnswer.Refused) {
      counts.refused.increment();
    }
    if (answer instanceof TrackerAnswer.Given given) {
      answer = holders.of(good.request().hash(), asker).join(given, good.request());
    }
    if (trace.isOn()) {
      trace.answer(Direction.OUT, asker.remote(), response(answer, registry.settings()));
    }
    return TrackerReply.announce(answer, registry.settings(), good.compact(), good.noPeerId());
  }

  /** An answer of ours in the words of whoever receives it. */
  static AnnounceResponse response(TrackerAnswer answer, RegistrySettings settings) {
    return switch (answer) {
      case TrackerAnswer.Refused(String reason) ->
          new AnnounceResponse.Refused(reason, new AnnounceResponse.Retry.Unsaid());
      case TrackerAnswer.Given given ->
          new AnnounceResponse.Accepted(
              settings.interval(),
              Optional.of(settings.minInterval()),
              OptionalLong.of(given.seeders()),
              OptionalLong.of(given.leechers()),
              OptionalLong.of(given.downloaded()),
              given.peers().stream().map(GivenPeer::address).toList(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(given.seenAs().host()));
    };
  }

  private byte[] refused(String reason) {
    counts.refused.increment();
    return TrackerReply.failure(reason);
  }

  byte[] scrape(TrackerRequest request) {
    counts.scrapes.increment();
    List<InfoHash> hashes =
        TrackerQuery.parse(request.query()).map(TrackerQuery::scraped).orElse(List.of());
    if (hashes.isEmpty()) {
      // A full scrape would tell strangers everything that goes on here.
      return refused("name the torrents: info_hash of 20 bytes each");
    }
    Asker asker = request.asker();
    Map<InfoHash, ScrapeCounts> counts = new TreeMap<>();
    for (InfoHash hash : hashes) {
      Optional<ScrapeCounts> known = registry.with((swarms, _) -> swarms.scrape(hash));
      holders.of(hash, asker).join(known).ifPresent(count -> counts.put(hash, count));
    }
    if (trace.isOn()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("infoHashes", hashes.stream().map(InfoHash::hex).toList());
      trace.exchange(Direction.IN, asker.remote(), "scrape", fields);
      trace.exchange(
          Direction.OUT, asker.remote(), "scrape-response", Map.of("torrents", counts.size()));
    }
    return TrackerReply.scrape(counts);
  }
}
