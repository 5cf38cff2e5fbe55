package minibit.daemon.dht;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import minibit.core.dht.krpc.KrpcCodec;
import minibit.core.dht.krpc.KrpcMessage;
import minibit.core.dht.krpc.KrpcQuery;
import minibit.core.id.PeerAddress;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;

/** Tells the trace what nodes say to each other. One thread. */
final class KrpcTrace {
  private final WireTrace trace;

  KrpcTrace(WireTrace trace) {
    this.trace = trace;
  }

  void datagram(Direction direction, PeerAddress peer, byte[] packet) {
    if (trace.isOn()) {
      Optional<KrpcMessage> message = KrpcCodec.decode(packet);
      message.ifPresent(it -> tell(direction, peer, it));
    }
  }

  private void tell(Direction direction, PeerAddress peer, KrpcMessage message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String name =
        switch (message) {
          case KrpcMessage.Query asked -> {
            fields.put("node", asked.id().hex());
            yield query(asked.query(), fields);
          }
          case KrpcMessage.Response response -> {
            fields.put("node", response.id().hex());
            fields.put("nodes", response.nodes().size() + response.nodes6().size());
            fields.put("values", response.values().stream().map(PeerAddress::toString).toList());
            yield "dht-response";
          }
          case KrpcMessage.Error error -> {
            fields.put("code", error.code());
            fields.put("text", error.text());
            yield "dht-error";
          }
        };
    trace.exchange(direction, peer, name, fields);
  }

  private static String query(KrpcQuery query, Map<String, Object> fields) {
    return switch (query) {
      case KrpcQuery.Ping() -> "dht-ping";
      case KrpcQuery.FindNode find -> {
        fields.put("target", find.target().hex());
        yield "dht-find-node";
      }
      case KrpcQuery.GetPeers get -> {
        fields.put("infoHash", get.hash().hex());
        yield "dht-get-peers";
      }
      case KrpcQuery.AnnouncePeer announce -> {
        fields.put("infoHash", announce.hash().hex());
        fields.put("port", announce.port());
        fields.put("seed", announce.seed());
        yield "dht-announce-peer";
      }
      case KrpcQuery.SampleInfohashes _ -> "dht-sample-infohashes";
      case KrpcQuery.Unknown(String method) -> {
        fields.put("method", method);
        yield "dht-unknown";
      }
      case KrpcQuery.Malformed(String why) -> {
        fields.put("lacks", why);
        yield "dht-malformed";
      }
    };
  }
}
