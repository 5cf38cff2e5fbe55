package minibit.daemon.tracker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.GivenPeer;
import minibit.core.announce.registry.PeerName;
import minibit.core.announce.registry.Registration;
import minibit.core.announce.registry.RegistrationAnswer;
import minibit.core.announce.registry.Report;
import minibit.core.announce.registry.TrackerQuery;
import minibit.core.id.InfoHash;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;
import minibit.daemon.tracker.JsonFields.BadField;

/**
 * The plain face: {@code POST /register}, {@code /ping}, {@code /unregister} and {@code GET
 * /peers}, in JSON. The same registry stands behind it as behind announces.
 */
final class JsonFace {
  private final LockedRegistry registry;
  private final WireTrace trace;

  JsonFace(LockedRegistry registry, WireTrace trace) {
    this.registry = registry;
    this.trace = trace;
  }

  static Map<String, Object> error(String code, String reason) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("status", "error");
    error.put("code", code);
    error.put("reason", reason);
    return error;
  }

  /** A request that was understood, as far as it goes. */
  private interface Action {
    Answer on(Asker asker, JsonFields fields) throws BadField;
  }

  private record Answer(int status, Map<String, Object> body) {
    TrackerResponse response() {
      return TrackerResponse.json(status, body);
    }
  }

  TrackerResponse register(TrackerRequest request) {
    return run(request, "register", this::register);
  }

  TrackerResponse ping(TrackerRequest request) {
    return run(request, "ping", this::ping);
  }

  TrackerResponse unregister(TrackerRequest request) {
    return run(request, "unregister", this::unregister);
  }

  private TrackerResponse run(TrackerRequest request, String name, Action action) {
    Answer answer = answer(request, name, action);
    if (trace.isOn()) {
      trace.exchange(Direction.OUT, request.asker().remote(), name + "-response", answer.body());
    }
    return answer.response();
  }

  private Answer answer(TrackerRequest request, String name, Action action) {
    try {
      JsonFields fields = JsonFields.of(request.body());
      if (trace.isOn()) {
        trace.exchange(Direction.IN, request.asker().remote(), name, fields.toTrace());
      }
      return action.on(request.asker(), fields);
    } catch (BadField e) {
      return new Answer(400, error(e.code(), e.reason()));
    }
  }

  private Answer register(Asker asker, JsonFields fields) throws BadField {
    int most = registry.settings().limits().blocks();
    var total = fields.blocksTotal(most);
    Registration registration =
        new Registration(
            fields.peerId(),
            fields.port(),
            fields.infoHash(),
            fields.blocksOwned(total.orElse(most)),
            total);
    RegistrationAnswer answer =
        registry.with((swarms, now) -> swarms.register(now, asker, registration));
    return switch (answer) {
      case RegistrationAnswer.Refused(String reason) -> new Answer(503, error("refused", reason));
      case RegistrationAnswer.Registered(var initial, List<GivenPeer> peers) -> {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "ok");
        body.put("initial_blocks", initial.stream().boxed().toList());
        body.put("interval", registry.settings().interval().toSeconds());
        body.put("peers", peers(peers));
        yield new Answer(200, body);
      }
    };
  }

  private Answer ping(Asker asker, JsonFields fields) throws BadField {
    int most = registry.settings().limits().blocks();
    var total = fields.blocksTotal(most);
    Report report =
        new Report(
            fields.peerId(), fields.infoHash(), fields.blocksOwned(total.orElse(most)), total);
    if (!registry.with((swarms, now) -> swarms.ping(now, asker, report))) {
      return unknown();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "ok");
    body.put("interval", registry.settings().round().toSeconds());
    return new Answer(200, body);
  }

  private Answer unregister(Asker asker, JsonFields fields) throws BadField {
    PeerName name = fields.peerId();
    Optional<InfoHash> hash = fields.infoHash();
    return registry.with((swarms, _) -> swarms.unregister(asker, name, hash))
        ? new Answer(200, Map.of("status", "ok"))
        : unknown();
  }

  private static Answer unknown() {
    return new Answer(404, error("unknown-peer", "this peer is not registered from here"));
  }

  TrackerResponse peers(TrackerRequest request) {
    Optional<TrackerQuery> query = TrackerQuery.parse(request.query());
    if (query.isEmpty()) {
      return TrackerResponse.json(400, error("bad-query", "the query cannot be read"));
    }
    Asker asker = request.asker();
    Optional<PeerName> name;
    Optional<InfoHash> hash;
    try {
      name = JsonFields.optionalPeerId(query.get().text("peer_id"));
      hash = JsonFields.optionalHash(query.get().text("info_hash"));
    } catch (BadField e) {
      return TrackerResponse.json(400, error(e.code(), e.reason()));
    }
    List<GivenPeer> given = registry.with((swarms, _) -> swarms.peers(asker, name, hash));
    if (trace.isOn()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      name.ifPresent(it -> fields.put("peer_id", it.text()));
      hash.ifPresent(it -> fields.put("info_hash", it.hex()));
      trace.exchange(Direction.IN, asker.remote(), "peers", fields);
      trace.exchange(
          Direction.OUT, asker.remote(), "peers-response", Map.of("peers", given.size()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "ok");
    body.put("peers", peers(given));
    return TrackerResponse.json(200, body);
  }

  private static List<Map<String, Object>> peers(List<GivenPeer> given) {
    List<Map<String, Object>> peers = new ArrayList<>();
    for (GivenPeer peer : given) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("peer_id", peer.name());
      entry.put("ip", peer.address().host());
      entry.put("port", peer.address().port());
      entry.put("blocks_owned", peer.blocksOwned().stream().boxed().toList());
      peers.add(entry);
    }
    return peers;
  }
}
