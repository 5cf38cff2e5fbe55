package minibit.daemon.trace;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Block;
import minibit.core.wire.ClientName;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PeerMessage.HashRange;
import minibit.daemon.trace.TraceEvent.Content;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns events into lines. Used by one thread. */
final class TraceWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private final Writer out;
  private final ExtensionFacts extensions = new ExtensionFacts();

  TraceWriter(Writer out) {
    this.out = out;
  }

  void write(TraceEvent event) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    String name =
        switch (event.content()) {
          case Content.Opening(Handshake handshake) -> handshake(handshake, fields);
          case Content.Plain(PeerMessage message) -> plain(message, fields);
          case Content.Stock(int bytes, int pieces) -> {
            fields.put("bytes", bytes);
            fields.put("pieces", pieces);
            yield "bitfield";
          }
          case Content.Proof(HashRange range, int hashes) -> {
            range(range, fields);
            fields.put("hashes", hashes);
            yield "hashes";
          }
          case Content.Extension extension ->
              extensions.describe(event.direction(), event.peer().toString(), extension, fields);
          case Content.Announce(AnnounceRequest request) -> announce(request, fields);
          case Content.Answer(AnnounceResponse response) -> answer(response, fields);
          case Content.Other(String other, Map<String, ?> given) -> {
            fields.putAll(given);
            yield other;
          }
        };
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", event.time().toString());
    line.put("direction", event.direction().word());
    line.put("peer", event.peer().toString());
    line.put("message", name);
    line.put("sketch", sketch(name, fields));
    fields.forEach(line::putIfAbsent);
    write(line);
  }

  /** Says that so many events were not written, because they came faster than the file takes. */
  void writeLost(String time, long events) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", time);
    line.put("lost", events);
    write(line);
  }

  private void write(Map<String, Object> line) throws IOException {
    out.write(JSON.writeValueAsString(line));
    out.write('\n');
  }

  void flush() throws IOException {
    out.flush();
  }

  private static @Nullable String sketch(String name, Map<String, Object> fields) {
    boolean leaving = "announce".equals(name) && "stopped".equals(fields.get("event"));
    return SketchNames.of(leaving ? "announce-stopped" : name).orElse(null);
  }

  private static String handshake(Handshake handshake, Map<String, Object> fields) {
    fields.put("infoHash", handshake.infoHash().hex());
    fields.put("peerId", handshake.peerId().toString());
    fields.put("client", ClientName.of(handshake.peerId()));
    fields.put("reserved", HexFormat.of().toHexDigits(handshake.reserved()));
    return "handshake";
  }

  private static String plain(PeerMessage message, Map<String, Object> fields) {
    return switch (message) {
      case PeerMessage.KeepAlive() -> "keep-alive";
      case PeerMessage.Choke() -> "choke";
      case PeerMessage.Unchoke() -> "unchoke";
      case PeerMessage.Interested() -> "interested";
      case PeerMessage.NotInterested() -> "not-interested";
      case PeerMessage.Have(int piece) -> piece("have", piece, fields);
      case PeerMessage.Request(Block block) -> block("request", block, fields);
      case PeerMessage.Piece(Block block) -> block("piece", block, fields);
      case PeerMessage.Cancel(Block block) -> block("cancel", block, fields);
      case PeerMessage.Port(int port) -> {
        fields.put("port", port);
        yield "port";
      }
      case PeerMessage.Suggest(int piece) -> piece("suggest", piece, fields);
      case PeerMessage.HaveAll() -> "have-all";
      case PeerMessage.HaveNone() -> "have-none";
      case PeerMessage.Reject(Block block) -> block("reject", block, fields);
      case PeerMessage.AllowedFast(int piece) -> piece("allowed-fast", piece, fields);
      case PeerMessage.HashRequest(HashRange range) -> range("hash-request", range, fields);
      case PeerMessage.HashReject(HashRange range) -> range("hash-reject", range, fields);
      case PeerMessage.Unknown(int id, int length) -> {
        fields.put("id", id);
        fields.put("bytes", length);
        yield "unknown";
      }
      case PeerMessage.BitfieldMessage _, PeerMessage.Hashes _, PeerMessage.Extended _ ->
          throw new IllegalArgumentException("kept in another form: " + message);
    };
  }

  private static String piece(String name, int piece, Map<String, Object> fields) {
    fields.put("piece", piece);
    return name;
  }

  private static String block(String name, Block block, Map<String, Object> fields) {
    fields.put("piece", block.piece());
    fields.put("begin", block.begin());
    fields.put("length", block.length());
    return name;
  }

  private static String range(String name, HashRange range, Map<String, Object> fields) {
    range(range, fields);
    return name;
  }

  private static void range(HashRange range, Map<String, Object> fields) {
    fields.put("root", range.root().hex());
    fields.put("baseLayer", range.baseLayer());
    fields.put("index", range.index());
    fields.put("length", range.length());
    fields.put("proofLayers", range.proofLayers());
  }

  private static String announce(AnnounceRequest request, Map<String, Object> fields) {
    fields.put("infoHash", request.hash().hex());
    fields.put("peerId", request.peerId().toString());
    fields.put("port", request.port());
    fields.put("uploaded", request.uploaded());
    fields.put("downloaded", request.downloaded());
    fields.put("left", request.left());
    if (request.event() != AnnounceEvent.NONE) {
      fields.put("event", request.event().word());
    }
    fields.put("numWant", request.numWant());
    return "announce";
  }

  private static String answer(AnnounceResponse response, Map<String, Object> fields) {
    switch (response) {
      case AnnounceResponse.Accepted accepted -> {
        fields.put("interval", accepted.interval().toSeconds());
        accepted.seeders().ifPresent(count -> fields.put("seeders", count));
        accepted.leechers().ifPresent(count -> fields.put("leechers", count));
        fields.put("peers", addresses(accepted.peers()));
        accepted.warning().ifPresent(text -> fields.put("warning", text));
      }
      case AnnounceResponse.Refused(String reason, var _) -> fields.put("refused", reason);
      case AnnounceResponse.Failed(String code, String reason) -> {
        fields.put("failed", code);
        fields.put("reason", reason);
      }
    }
    return "announce-response";
  }

  static List<String> addresses(List<PeerAddress> peers) {
    List<String> texts = new ArrayList<>(peers.size());
    for (PeerAddress peer : peers) {
      texts.add(peer.toString());
    }
    return texts;
  }
}
