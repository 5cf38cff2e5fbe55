package minibit.daemon.trace;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;

/**
 * One message on its way to the trace. What is kept of it is small whatever its size was, for many
 * may wait.
 */
record TraceEvent(Instant time, Direction direction, Object peer, Content content) {
  /** What the message was. */
  sealed interface Content {
    record Opening(Handshake handshake) implements Content {}

    /** Of fixed size; anything longer is one of the next three. */
    record Plain(PeerMessage message) implements Content {}

    record Stock(int bytes, int pieces) implements Content {}

    record Proof(PeerMessage.HashRange range, int hashes) implements Content {}

    /**
     * An extension message.
     *
     * @param head its first bytes, at most {@link #KEPT}
     * @param length of all
     */
    record Extension(int id, byte[] head, int length) implements Content {
      /** Enough for every message in full but metadata and floods of peer exchange. */
      static final int KEPT = 2048;
    }

    record Announce(AnnounceRequest request) implements Content {}

    record Answer(AnnounceResponse response) implements Content {}

    record Other(String name, Map<String, ?> fields) implements Content {}
  }

  /** What is kept of a message between peers. */
  static Content of(PeerMessage message) {
    return switch (message) {
      case PeerMessage.BitfieldMessage(byte[] bits) -> new Content.Stock(bits.length, count(bits));
      case PeerMessage.Hashes(PeerMessage.HashRange range, var hashes) ->
          new Content.Proof(range, hashes.size());
      case PeerMessage.Extended(int id, byte[] payload) ->
          new Content.Extension(
              id,
              Arrays.copyOf(payload, Math.min(payload.length, Content.Extension.KEPT)),
              payload.length);
      case PeerMessage.KeepAlive _,
          PeerMessage.Choke _,
          PeerMessage.Unchoke _,
          PeerMessage.Interested _,
          PeerMessage.NotInterested _,
          PeerMessage.Have _,
          PeerMessage.Request _,
          PeerMessage.Piece _,
          PeerMessage.Cancel _,
          PeerMessage.Port _,
          PeerMessage.Suggest _,
          PeerMessage.HaveAll _,
          PeerMessage.HaveNone _,
          PeerMessage.Reject _,
          PeerMessage.AllowedFast _,
          PeerMessage.HashRequest _,
          PeerMessage.HashReject _,
          PeerMessage.Unknown _ ->
          new Content.Plain(message);
    };
  }

  private static int count(byte[] bits) {
    int count = 0;
    for (byte b : bits) {
      count += Integer.bitCount(b & 0xff);
    }
    return count;
  }
}
