package minibit.core.wire;

import java.util.Optional;

/**
 * What a message of the extension protocol says (BEP 10): a closed set, with {@link Unusable} for
 * all that we do not know or that is damaged.
 */
public sealed interface ExtensionMessage
    permits ExtensionHandshake,
        MetadataMessage,
        PexMessage,
        ExtensionMessage.UploadOnly,
        ExtensionMessage.DontHave,
        ExtensionMessage.Unusable {

  /** I want no pieces from now on, or want some again (BEP 21). */
  record UploadOnly(boolean on) implements ExtensionMessage {
    @Override
    public byte[] payload() {
      return new byte[] {(byte) (on ? 1 : 0)};
    }
  }

  /** I had this piece and have it no longer (BEP 54). Whether the torrent has it is not checked. */
  record DontHave(int piece) implements ExtensionMessage {
    /** Refuses a negative index. */
    public DontHave {
      if (piece < 0) {
        throw new IllegalArgumentException("negative piece: " + piece);
      }
    }

    @Override
    public byte[] payload() {
      return new byte[] {
        (byte) (piece >> 24), (byte) (piece >> 16), (byte) (piece >> 8), (byte) piece
      };
    }
  }

  /**
   * A message nobody declared, or one that cannot be read. To be passed over: several clients send
   * both, and stay useful.
   *
   * @param id as it came
   */
  record Unusable(int id) implements ExtensionMessage {
    @Override
    public byte[] payload() {
      throw new IllegalStateException("nobody sends " + this);
    }
  }

  /** What follows the id on the wire. */
  byte[] payload();

  /** The message to send to a peer that declared this id for it; 0 for the handshake. */
  default PeerMessage.Extended toPeer(int theirId) {
    return new PeerMessage.Extended(theirId, payload());
  }

  /** Reads a message that came to us, so under our own ids. Never throws. */
  static ExtensionMessage decode(PeerMessage.Extended message) {
    byte[] payload = message.payload();
    if (message.id() == Extension.HANDSHAKE_ID) {
      return orUnusable(ExtensionHandshake.decode(payload), message.id());
    }
    Optional<Extension> known = Extension.ofOurId(message.id());
    if (known.isEmpty()) {
      return new Unusable(message.id());
    }
    return orUnusable(
        switch (known.get()) {
          case UT_PEX -> PexMessage.decode(payload);
          case UT_METADATA -> MetadataCodec.decode(payload);
          case UPLOAD_ONLY -> uploadOnly(payload);
          case DONT_HAVE -> dontHave(payload);
        },
        message.id());
  }

  private static ExtensionMessage orUnusable(Optional<? extends ExtensionMessage> read, int id) {
    return read.isPresent() ? read.get() : new Unusable(id);
  }

  private static Optional<UploadOnly> uploadOnly(byte[] payload) {
    return payload.length == 1 ? Optional.of(new UploadOnly(payload[0] != 0)) : Optional.empty();
  }

  private static Optional<DontHave> dontHave(byte[] payload) {
    if (payload.length != 4 || payload[0] < 0) {
      return Optional.empty();
    }
    int piece = 0;
    for (byte b : payload) {
      piece = piece << 8 | b & 0xff;
    }
    return Optional.of(new DontHave(piece));
  }
}
