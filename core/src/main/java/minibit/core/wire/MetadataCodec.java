package minibit.core.wire;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BadBencode;
import minibit.core.bencode.Bencode;
import minibit.core.bencode.Decoded;
import minibit.core.bencode.Limits;
import minibit.core.wire.MetadataMessage.Data;
import minibit.core.wire.MetadataMessage.Reject;
import minibit.core.wire.MetadataMessage.Request;

/** Metadata messages as bytes: a dictionary, and in data messages the piece behind it (BEP 9). */
final class MetadataCodec {
  private static final String TYPE = "msg_type";
  private static final String PIECE = "piece";
  private static final String TOTAL_SIZE = "total_size";
  private static final long REQUEST = 0;
  private static final long DATA = 1;
  private static final long REJECT = 2;

  private MetadataCodec() {}

  static byte[] encode(MetadataMessage message) {
    return switch (message) {
      case Request(int piece) -> Bencode.encode(head(REQUEST, piece).build());
      case Reject(int piece) -> Bencode.encode(head(REJECT, piece).build());
      case Data(int piece, int totalSize, byte[] bytes) -> {
        byte[] head = Bencode.encode(head(DATA, piece).put(TOTAL_SIZE, totalSize).build());
        byte[] payload = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, payload, head.length, bytes.length);
        yield payload;
      }
    };
  }

  private static BDict.Builder head(long type, int piece) {
    return BDict.builder().put(TYPE, type).put(PIECE, piece);
  }

  /**
   * The message, unless it is none, damaged, or of a kind nobody knows, which BEP 9 passes over.
   */
  static Optional<MetadataMessage> decode(byte[] payload) {
    Decoded decoded;
    try {
      decoded = Bencode.decode(payload, Limits.MESSAGE);
    } catch (BadBencode e) {
      return Optional.empty();
    }
    BDict dict = decoded.dict().orElse(BDict.EMPTY);
    long piece = dict.integer(PIECE).orElse(-1);
    OptionalLong type = dict.integer(TYPE);
    if (piece < 0 || piece > Integer.MAX_VALUE || type.isEmpty()) {
      return Optional.empty();
    }
    if (type.getAsLong() == REQUEST) {
      return Optional.of(new Request((int) piece));
    }
    if (type.getAsLong() == REJECT) {
      return Optional.of(new Reject((int) piece));
    }
    return type.getAsLong() == DATA
        ? data((int) piece, dict.integer(TOTAL_SIZE).orElse(0), payload, decoded.end())
        : Optional.empty();
  }

  private static Optional<MetadataMessage> data(int piece, long total, byte[] payload, int from) {
    if (total < 1 || total > ExtensionHandshake.MAX_METADATA) {
      return Optional.empty();
    }
    int size = payload.length - from;
    if (size < 1 || size != MetadataMessage.pieceSize(piece, (int) total)) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(payload, from, payload.length);
    return Optional.of(new Data(piece, (int) total, bytes));
  }
}
