package minibit.core.wire;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Limits;

/**
 * What one end says about itself after the handshake (BEP 10). Every field may be missing; a field
 * of the wrong type, or with a value no sender can mean, counts as missing. Immutable.
 *
 * @param ids the extension messages the sender takes, and the ids it wants them with; 0 turns one
 *     off. Names we do not know are not kept
 * @param client name and version, cut to {@link #MAX_CLIENT} characters; remote text, to be escaped
 *     where shown
 * @param port where the sender listens
 * @param requests how many open requests the sender takes ({@code reqq}), at least 1
 * @param yourIp how the sender sees the receiver: 4 or 16 bytes
 * @param metadataSize bytes of the info dictionary, 1 to {@link #MAX_METADATA}
 * @param uploadOnly whether the sender wants no pieces (BEP 21)
 * @param encryption whether the sender prefers encrypted connections ({@code e})
 */
public record ExtensionHandshake(
    Map<Extension, Integer> ids,
    Optional<String> client,
    OptionalInt port,
    OptionalInt requests,
    Optional<BBytes> yourIp,
    OptionalInt metadataSize,
    Optional<Boolean> uploadOnly,
    Optional<Boolean> encryption)
    implements ExtensionMessage {

  /** Open requests to assume of a peer that names no number. */
  public static final int DEFAULT_REQUESTS = 250;

  /** The largest info dictionary fetched from peers. */
  public static final int MAX_METADATA = Limits.METADATA.bytes();

  /** Characters kept of a client's name: more is no name. */
  public static final int MAX_CLIENT = 64;

  /** A handshake that says nothing: what a peer is known by before it sends one. */
  public static final ExtensionHandshake EMPTY = builder().build();

  private static final String MESSAGES = "m";
  private static final String CLIENT = "v";
  private static final String PORT = "p";
  private static final String REQUESTS = "reqq";
  private static final String YOUR_IP = "yourip";
  private static final String METADATA_SIZE = "metadata_size";
  private static final String UPLOAD_ONLY = "upload_only";
  private static final String ENCRYPTION = "e";

  /** Copies the map. */
  public ExtensionHandshake {
    EnumMap<Extension, Integer> copy = new EnumMap<>(Extension.class);
    copy.putAll(ids);
    ids = Collections.unmodifiableMap(copy);
  }

  /** A handshake being put together. */
  public static Builder builder() {
    return new Builder();
  }

  /** The id with which to send this to the handshake's sender; empty if it takes none. */
  public OptionalInt idOf(Extension extension) {
    int id = ids.getOrDefault(extension, 0);
    return id == 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** What is known after a later handshake of the same sender, which only tells changes. */
  public ExtensionHandshake merge(ExtensionHandshake later) {
    EnumMap<Extension, Integer> merged = new EnumMap<>(Extension.class);
    merged.putAll(ids);
    merged.putAll(later.ids);
    return new ExtensionHandshake(
        merged,
        later.client.or(() -> client),
        later.port.isPresent() ? later.port : port,
        later.requests.isPresent() ? later.requests : requests,
        later.yourIp.or(() -> yourIp),
        later.metadataSize.isPresent() ? later.metadataSize : metadataSize,
        later.uploadOnly.or(() -> uploadOnly),
        later.encryption.or(() -> encryption));
  }

  /** Reads the payload of an extension handshake; empty if it is no dictionary. */
  static Optional<ExtensionHandshake> decode(byte[] payload) {
    try {
      return Bencode.decode(payload, Limits.MESSAGE).dict().map(ExtensionHandshake::of);
    } catch (BadBencode e) {
      return Optional.empty();
    }
  }

  private static ExtensionHandshake of(BDict dict) {
    EnumMap<Extension, Integer> ids = new EnumMap<>(Extension.class);
    BDict declared = dict.dict(MESSAGES).orElse(BDict.EMPTY);
    for (Extension extension : Extension.values()) {
      declared
          .integer(extension.wireName())
          .ifPresent(
              id -> {
                if (id >= 0 && id <= 255) {
                  ids.put(extension, (int) id);
                }
              });
    }
    return new ExtensionHandshake(
        ids,
        dict.text(CLIENT).filter(text -> !text.isEmpty()).map(ExtensionHandshake::cut),
        between(1, 65535, dict.integer(PORT)),
        between(1, Integer.MAX_VALUE, dict.integer(REQUESTS)),
        dict.string(YOUR_IP)
            .filter(ip -> ip.length() == 4 || ip.length() == 16)
            .map(ip -> BBytes.of(ip.toBytes())),
        between(1, MAX_METADATA, dict.integer(METADATA_SIZE)),
        truth(dict.integer(UPLOAD_ONLY)),
        truth(dict.integer(ENCRYPTION)));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MAX_CLIENT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CLIENT));
  }

  private static OptionalInt between(int least, int most, OptionalLong value) {
    return value.isPresent() && value.getAsLong() >= least && value.getAsLong() <= most
        ? OptionalInt.of((int) value.getAsLong())
        : OptionalInt.empty();
  }

  private static Optional<Boolean> truth(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong() != 0) : Optional.empty();
  }

  @Override
  public byte[] payload() {
    BDict.Builder declared = BDict.builder();
    ids.forEach((extension, id) -> declared.put(extension.wireName(), id));
    BDict.Builder dict = BDict.builder().put(MESSAGES, declared.build());
    client.ifPresent(value -> dict.put(CLIENT, value));
    port.ifPresent(value -> dict.put(PORT, value));
    requests.ifPresent(value -> dict.put(REQUESTS, value));
    yourIp.ifPresent(value -> dict.put(YOUR_IP, value));
    metadataSize.ifPresent(value -> dict.put(METADATA_SIZE, value));
    uploadOnly.ifPresent(value -> dict.put(UPLOAD_ONLY, value ? 1 : 0));
    encryption.ifPresent(value -> dict.put(ENCRYPTION, value ? 1 : 0));
    return Bencode.encode(dict.build());
  }

  /** Collects the fields of a handshake of ours. Not for threads. */
  public static final class Builder {
    private final EnumMap<Extension, Integer> ids = new EnumMap<>(Extension.class);
    private Optional<String> client = Optional.empty();
    private OptionalInt port = OptionalInt.empty();
    private OptionalInt requests = OptionalInt.empty();
    private Optional<BBytes> yourIp = Optional.empty();
    private OptionalInt metadataSize = OptionalInt.empty();
    private Optional<Boolean> uploadOnly = Optional.empty();
    private Optional<Boolean> encryption = Optional.empty();

    private Builder() {}

    /** We take this message, under our id. */
    public Builder takes(Extension extension) {
      ids.put(extension, extension.ourId());
      return this;
    }

    /** We take this message no longer. */
    public Builder refuses(Extension extension) {
      ids.put(extension, 0);
      return this;
    }

    /** Our name and version. */
    public Builder client(String name) {
      client = Optional.of(name);
      return this;
    }

    /** Where we listen. */
    public Builder port(int value) {
      port = OptionalInt.of(value);
      return this;
    }

    /** How many open requests we take. */
    public Builder requests(int value) {
      requests = OptionalInt.of(value);
      return this;
    }

    /** How we see the receiver: 4 or 16 bytes. */
    public Builder yourIp(byte[] ip) {
      yourIp = Optional.of(BBytes.of(ip));
      return this;
    }

    /** Bytes of the info dictionary. */
    public Builder metadataSize(int value) {
      metadataSize = OptionalInt.of(value);
      return this;
    }

    /** Whether we want no pieces. */
    public Builder uploadOnly(boolean value) {
      uploadOnly = Optional.of(value);
      return this;
    }

    /** Whether we had rather be dialled encrypted. */
    public Builder encryption(boolean value) {
      encryption = Optional.of(value);
      return this;
    }

    /** The handshake. */
    public ExtensionHandshake build() {
      return new ExtensionHandshake(
          ids, client, port, requests, yourIp, metadataSize, uploadOnly, encryption);
    }
  }
}
