package minibit.daemon.tracker;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import minibit.core.announce.registry.PeerName;
import minibit.core.id.InfoHash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The fields of a JSON request, each checked as it is taken. */
final class JsonFields {
  private static final String PEER_ID = "peer_id";
  private static final String INFO_HASH = "info_hash";
  private static final String PORT = "listen_port";
  private static final String OWNED = "blocks_owned";
  private static final String TOTAL = "blocks_total";

  private final JsonNode body;

  private JsonFields(JsonNode body) {
    this.body = body;
  }

  /** A field is missing or wrong. */
  static final class BadField extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    BadField(String code, String reason) {
      super(reason);
      this.code = code;
    }

    String code() {
      return code;
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  static JsonFields of(byte[] body) throws BadField {
    JsonNode node;
    try {
      node = Json.parse(body);
    } catch (JacksonException e) {
      throw new BadField("bad-json", "the body is not JSON");
    }
    if (!node.isObject()) {
      throw new BadField("bad-json", "the body must be a JSON object");
    }
    return new JsonFields(node);
  }

  /** A field that is there and not null. */
  private Optional<JsonNode> field(String name) {
    return Optional.ofNullable(body.get(name)).filter(node -> !node.isNull());
  }

  private static BadField missing(String name) {
    return new BadField("missing-field", name + " is missing");
  }

  private static BadField wrong(String name, String what) {
    return new BadField("bad-field", name + " must be " + what);
  }

  PeerName peerId() throws BadField {
    JsonNode node = field(PEER_ID).orElseThrow(() -> missing(PEER_ID));
    if (!node.isString()) {
      throw wrong(PEER_ID, "a text");
    }
    return optionalPeerId(Optional.of(node.asString())).orElseThrow(() -> missing(PEER_ID));
  }

  static Optional<PeerName> optionalPeerId(Optional<String> text) throws BadField {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PeerName.of(text.get()));
    } catch (IllegalArgumentException e) {
      throw wrong(PEER_ID, "a text of 1 to " + PeerName.MAX_LENGTH + " plain characters");
    }
  }

  int port() throws BadField {
    JsonNode node = field(PORT).orElseThrow(() -> missing(PORT));
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong(PORT, "a number from 1 to 65535");
    }
    int port = node.asInt();
    if (port < 1 || port > 65535) {
      throw wrong(PORT, "a number from 1 to 65535");
    }
    return port;
  }

  Optional<InfoHash> infoHash() throws BadField {
    Optional<JsonNode> node = field(INFO_HASH);
    if (node.isPresent() && !node.get().isString()) {
      throw wrong(INFO_HASH, "40 or 64 hexadecimal digits");
    }
    return optionalHash(node.map(JsonNode::asString));
  }

  static Optional<InfoHash> optionalHash(Optional<String> text) throws BadField {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InfoHash.ofHex(text.get()).wire());
    } catch (IllegalArgumentException e) {
      throw wrong(INFO_HASH, "40 or 64 hexadecimal digits");
    }
  }

  OptionalInt blocksTotal(int most) throws BadField {
    Optional<JsonNode> node = field(TOTAL);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!node.get().isIntegralNumber()
        || !node.get().canConvertToInt()
        || node.get().asInt() < 0
        || node.get().asInt() > most) {
      throw wrong(TOTAL, "a number from 0 to " + most);
    }
    return OptionalInt.of(node.get().asInt());
  }

  Optional<BitSet> blocksOwned(int total) throws BadField {
    Optional<JsonNode> node = field(OWNED);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    BadField bad = wrong(OWNED, "a list of block numbers from 0 to " + (total - 1));
    if (!node.get().isArray()) {
      throw bad;
    }
    BitSet owned = new BitSet();
    for (JsonNode block : node.get()) {
      if (!block.isIntegralNumber()
          || !block.canConvertToInt()
          || block.asInt() < 0
          || block.asInt() >= total) {
        throw bad;
      }
      owned.set(block.asInt());
    }
    return Optional.of(owned);
  }

  /** Texts and numbers as they came, lists by their length. */
  Map<String, Object> toTrace() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name : new String[] {PEER_ID, INFO_HASH, PORT, TOTAL, OWNED}) {
      field(name)
          .ifPresent(
              node -> {
                if (node.isIntegralNumber()) {
                  fields.put(name, node.asLong());
                } else if (node.isArray()) {
                  fields.put(name, node.size());
                } else {
                  fields.put(name, node.asString(""));
                }
              });
    }
    return fields;
  }
}
