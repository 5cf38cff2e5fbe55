package minibit.daemon.tracker;

import java.io.IOException;
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

  private record Answer(int status, Map<String, Object> body) {}

  void register(Exchange exchange) {
    run(exchange, "register", this::register);
  }

  void ping(Exchange exchange) {
    run(exchange, "ping", this::ping);
  }

  void unregister(Exchange exchange) {
    run(exchange, "unregister", this::unregister);
  }

  private void run(Exchange exchange, String name, Action action) {
    Answer answer = answer(exchange, name, action);
    exchange
        .asker()
        .filter(_ -> trace.isOn())
        .ifPresent(
            asker ->
                trace.exchange(Direction.OUT, asker.remote(), name + "-response", answer.body()));
    if (answer.status() == 408 || answer.status() == 413) {
      exchange.response().getHeaders().put("Connection", "close");
    }
    exchange.json(answer.status(), answer.body());
  }

  private Answer answer(Exchange exchange, String name, Action action) {
    Optional<Asker> asker = exchange.asker();
    if (asker.isEmpty()) {
      return new Answer(400, error("no-address", "the connection has no address"));
    }
    try {
      byte[] body = Body.read(exchange.request());
      JsonFields fields = JsonFields.of(body);
      if (trace.isOn()) {
        trace.exchange(Direction.IN, asker.get().remote(), name, fields.toTrace());
      }
      return action.on(asker.get(), fields);
    } catch (BadField e) {
      return new Answer(400, error(e.code(), e.reason()));
    } catch (Body.TooLarge e) {
      return new Answer(413, error("too-large", "a body has at most " + Body.MAX + " bytes"));
    } catch (Body.TooSlow e) {
      return new Answer(408, error("too-slow", "the body did not come in time"));
    } catch (IOException e) {
      return new Answer(400, error("cut-short", "the body ended early"));
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

  void peers(Exchange exchange) {
    Optional<Asker> asker = exchange.asker();
    Optional<TrackerQuery> query = TrackerQuery.parse(exchange.query());
    if (asker.isEmpty() || query.isEmpty()) {
      exchange.json(400, error("bad-query", "the query cannot be read"));
      return;
    }
    Optional<PeerName> name;
    Optional<InfoHash> hash;
    try {
      name = JsonFields.optionalPeerId(query.get().text("peer_id"));
      hash = JsonFields.optionalHash(query.get().text("info_hash"));
    } catch (BadField e) {
      exchange.json(400, error(e.code(), e.reason()));
      return;
    }
    List<GivenPeer> given = registry.with((swarms, _) -> swarms.peers(asker.get(), name, hash));
    if (trace.isOn()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      name.ifPresent(it -> fields.put("peer_id", it.text()));
      hash.ifPresent(it -> fields.put("info_hash", it.hex()));
      trace.exchange(Direction.IN, asker.get().remote(), "peers", fields);
      trace.exchange(
          Direction.OUT, asker.get().remote(), "peers-response", Map.of("peers", given.size()));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "ok");
    body.put("peers", peers(given));
    exchange.json(200, body);
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
