package minibit.daemon.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;
import minibit.daemon.trace.TraceEvent.Content;

/**
 * Reads extension messages for the trace. Those we send carry the receiver's ids, so what each peer
 * declared is remembered from the handshakes that pass by. Used by one thread.
 */
final class ExtensionFacts {
  /**
   * Peers whose ids are remembered: more than a process has connections, and then the oldest go.
   */
  private static final int PEERS = 4096;

  private static final List<String> METADATA_KINDS = List.of("request", "data", "reject");

  private final LinkedHashMap<String, ExtensionHandshake> declared = new LinkedHashMap<>();

  /** Adds what the message says to {@code fields}; its name is the result. */
  String describe(
      Direction direction, String peer, Content.Extension message, Map<String, Object> fields) {
    if (message.id() == Extension.HANDSHAKE_ID) {
      return handshake(direction, peer, message, fields);
    }
    Optional<Extension> extension =
        direction == Direction.IN
            ? Extension.ofOurId(message.id())
            : declaredAs(peer, message.id());
    if (extension.isEmpty()) {
      fields.put("id", message.id());
      fields.put("bytes", message.length());
      return "extended";
    }
    switch (extension.get()) {
      case UT_METADATA -> metadata(message, fields);
      case UT_PEX, UPLOAD_ONLY, DONT_HAVE -> small(extension.get(), message, fields);
    }
    return extension.get().wireName();
  }

  private Optional<Extension> declaredAs(String peer, int id) {
    ExtensionHandshake theirs = declared.getOrDefault(peer, ExtensionHandshake.EMPTY);
    return theirs.ids().entrySet().stream()
        .filter(entry -> entry.getValue() == id)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private String handshake(
      Direction direction, String peer, Content.Extension message, Map<String, Object> fields) {
    if (read(Extension.HANDSHAKE_ID, message) instanceof ExtensionHandshake handshake) {
      if (direction == Direction.IN) {
        ExtensionHandshake known = declared.remove(peer);
        declared.put(peer, known == null ? handshake : known.merge(handshake));
        if (declared.size() > PEERS) {
          declared.pollFirstEntry();
        }
      }
      Map<String, Integer> ids = new LinkedHashMap<>();
      handshake.ids().forEach((extension, id) -> ids.put(extension.wireName(), id));
      fields.put("m", ids);
      handshake.client().ifPresent(client -> fields.put("client", client));
      handshake.port().ifPresent(port -> fields.put("port", port));
      handshake.requests().ifPresent(requests -> fields.put("reqq", requests));
      handshake.metadataSize().ifPresent(size -> fields.put("metadataSize", size));
      handshake.uploadOnly().ifPresent(only -> fields.put("uploadOnly", only));
    } else {
      fields.put("bytes", message.length());
    }
    return "extension-handshake";
  }

  private static void small(
      Extension extension, Content.Extension message, Map<String, Object> fields) {
    switch (read(extension.ourId(), message)) {
      case PexMessage pex -> {
        fields.put(
            "added",
            TraceWriter.addresses(pex.added().stream().map(PexMessage.Added::address).toList()));
        fields.put("dropped", TraceWriter.addresses(pex.dropped()));
      }
      case ExtensionMessage.UploadOnly(boolean on) -> fields.put("uploadOnly", on);
      case ExtensionMessage.DontHave(int piece) -> fields.put("piece", piece);
      case ExtensionMessage.Unusable _, ExtensionHandshake _, MetadataMessage _ ->
          fields.put("bytes", message.length());
    }
  }

  private static ExtensionMessage read(int ourId, Content.Extension message) {
    return message.head().length == message.length()
        ? ExtensionMessage.decode(new PeerMessage.Extended(ourId, message.head()))
        : new ExtensionMessage.Unusable(ourId);
  }

  /** The dictionary alone: the piece behind it is payload. */
  private static void metadata(Content.Extension message, Map<String, Object> fields) {
    try {
      BDict dict = Bencode.decode(message.head(), Limits.MESSAGE).dict().orElse(BDict.EMPTY);
      long kind = dict.integer("msg_type").orElse(-1);
      OptionalLong piece = dict.integer("piece");
      fields.put("kind", kind >= 0 && kind <= 2 ? METADATA_KINDS.get((int) kind) : "unknown");
      piece.ifPresent(index -> fields.put("piece", index));
      dict.integer("total_size").ifPresent(size -> fields.put("totalSize", size));
    } catch (BadBencode e) {
      fields.put("fault", e.fault().name());
    }
    fields.put("bytes", message.length());
  }
}
