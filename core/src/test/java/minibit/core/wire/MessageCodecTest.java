package minibit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Block;
import minibit.core.wire.PeerMessage.HashRange;
import org.junit.jupiter.api.Test;

/** Peer messages to bytes and back, and what becomes of bytes that are none. */
class MessageCodecTest {
  private static final Agreement FAST = new Agreement(true, false);
  private static final Agreement PLAIN = new Agreement(false, false);
  private static final HashRange RANGE = new HashRange(root(), 2, 512, 512, 7);
  private static final Block BLOCK = new Block(7, 32768, 16384);

  private static final List<PeerMessage> EVERY_KIND =
      List.of(
          new PeerMessage.KeepAlive(),
          new PeerMessage.Choke(),
          new PeerMessage.Unchoke(),
          new PeerMessage.Interested(),
          new PeerMessage.NotInterested(),
          new PeerMessage.Have(77),
          new PeerMessage.BitfieldMessage(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}),
          new PeerMessage.Request(BLOCK),
          new PeerMessage.Cancel(BLOCK),
          new PeerMessage.Port(65535),
          new PeerMessage.Suggest(1),
          new PeerMessage.HaveAll(),
          new PeerMessage.HaveNone(),
          new PeerMessage.Reject(BLOCK),
          new PeerMessage.AllowedFast(79),
          new PeerMessage.Extended(255, new byte[] {'d', 'e'}),
          new PeerMessage.Extended(0, new byte[0]),
          new PeerMessage.HashRequest(RANGE),
          new PeerMessage.Hashes(RANGE, List.of(new byte[32], root().toBytes())),
          new PeerMessage.HashReject(RANGE));

  private static PiecesRoot root() {
    return PiecesRoot.of(
        HexFormat.of()
            .parseHex("efaadde2320679a22abdbc1365213ef6558a8c9ce5b666affc7347afeb205d9b"));
  }

  // The bytes of BEP 3, 5, 6 and 10, written out by hand.
  @Test
  void messagesHaveTheirPublishedForm() {
    assertThat(hex(new PeerMessage.KeepAlive())).isEqualTo("00000000");
    assertThat(hex(new PeerMessage.Choke())).isEqualTo("0000000100");
    assertThat(hex(new PeerMessage.Unchoke())).isEqualTo("0000000101");
    assertThat(hex(new PeerMessage.Interested())).isEqualTo("0000000102");
    assertThat(hex(new PeerMessage.NotInterested())).isEqualTo("0000000103");
    assertThat(hex(new PeerMessage.Have(10))).isEqualTo("00000005040000000a");
    assertThat(hex(new PeerMessage.BitfieldMessage(new byte[] {(byte) 0x80})))
        .isEqualTo("000000020580");
    assertThat(hex(new PeerMessage.Request(BLOCK))).isEqualTo("0000000d06000000070000800000004000");
    assertThat(hex(new PeerMessage.Piece(BLOCK))).isEqualTo("00004009070000000700008000");
    assertThat(hex(new PeerMessage.Cancel(BLOCK))).isEqualTo("0000000d08000000070000800000004000");
    assertThat(hex(new PeerMessage.Port(6881))).isEqualTo("00000003091ae1");
    assertThat(hex(new PeerMessage.Suggest(1))).isEqualTo("000000050d00000001");
    assertThat(hex(new PeerMessage.HaveAll())).isEqualTo("000000010e");
    assertThat(hex(new PeerMessage.HaveNone())).isEqualTo("000000010f");
    assertThat(hex(new PeerMessage.Reject(BLOCK))).isEqualTo("0000000d10000000070000800000004000");
    assertThat(hex(new PeerMessage.AllowedFast(1))).isEqualTo("000000051100000001");
    assertThat(hex(new PeerMessage.Extended(3, new byte[] {'d', 'e'})))
        .isEqualTo("0000000414036465");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (PeerMessage message : EVERY_KIND) {
      ByteBuffer bytes = MessageEncoder.encode(message);
      MessageDecoder decoder = decoder(FAST, 80);

      assertThat(decoder.next(bytes))
          .usingRecursiveComparison()
          .isEqualTo(new Decoded.Message(message));
      assertThat(bytes.hasRemaining()).isFalse();
    }
  }

  // However the network cuts the stream, the same messages come out, and nothing twice.
  @Test
  void aStreamMayBeCutAtEveryByte() {
    byte[] stream = stream();
    List<Decoded> whole = readAll(stream, stream.length);
    assertThat(whole).hasSize(EVERY_KIND.size() + 1);
    for (int cut = 1; cut < stream.length; cut++) {
      assertThat(readAll(stream, cut)).usingRecursiveComparison().isEqualTo(whole);
    }
  }

  @Test
  void aPayloadStaysWhereItIs() {
    Block block = new Block(3, 16384, 5);
    ByteBuffer direct = ByteBuffer.allocateDirect(64).position(9);
    MessageEncoder.encode(new PeerMessage.Piece(block), direct);
    direct.put(new byte[] {1, 2, 3, 4, 5}).flip().position(9);

    var payload = (Decoded.Payload) decoder(FAST, 80).next(direct);

    assertThat(payload).isEqualTo(new Decoded.Payload(block, 9 + MessageEncoder.PIECE_HEADER));
    assertThat(direct.get(payload.position())).isEqualTo((byte) 1);
    assertThat(direct.hasRemaining()).isFalse();
  }

  // A reader can make room for the rest: the decoder says how much the message takes.
  @Test
  void anUnfinishedMessageTellsItsLength() {
    assertThat(next("000001", FAST)).isEqualTo(new Decoded.Incomplete(4));
    assertThat(next("0000400907", FAST)).isEqualTo(new Decoded.Incomplete(16384 + 13));
  }

  @Test
  void lengthsAreJudgedBeforeTheBytesCome() {
    assertFault("7fffffff", CloseReason.OVERSIZE_MESSAGE);
    assertFault("ffffffff", CloseReason.OVERSIZE_MESSAGE);
    assertFault("0000400a07", CloseReason.OVERSIZE_MESSAGE);
    assertFault("0010000314", CloseReason.OVERSIZE_MESSAGE);
    assertFault("0002000263", CloseReason.OVERSIZE_MESSAGE);
    assertFault("0000483116", CloseReason.OVERSIZE_MESSAGE);
    assertFault("0000000200", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000000404", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000000c06", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000000907", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000000114", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000003215", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000003216", CloseReason.MALFORMED_MESSAGE);
    assertFault("0000000c05", CloseReason.BAD_BITFIELD);
  }

  @Test
  void numbersBeyondTheTorrentEndTheConnection() {
    assertFault("000000050400000050", CloseReason.PIECE_OUT_OF_RANGE);
    assertFault("0000000504ffffffff", CloseReason.PIECE_OUT_OF_RANGE);
    assertFault("0000000d06000000500000000000004000", CloseReason.BLOCK_OUT_OF_RANGE);
    assertFault("0000000d06000000000000000000000000", CloseReason.BLOCK_OUT_OF_RANGE);
    assertFault("0000000d060000000000000000ffffffff", CloseReason.BLOCK_OUT_OF_RANGE);
    assertFault("0000000a070000000080000000aa", CloseReason.BLOCK_OUT_OF_RANGE);
  }

  // While a magnet link's torrent is unknown, only what no torrent allows can be refused.
  @Test
  void beforeTheMetadataOnlyTheImpossibleIsRefused() {
    MessageDecoder decoder = new MessageDecoder(FAST);

    assertThat(decoder.next(bytes("000000050400000050")))
        .isEqualTo(new Decoded.Message(new PeerMessage.Have(80)));
    assertThat(decoder.next(bytes("0008000105"))).isEqualTo(new Decoded.Incomplete(0x80005));
    assertThat(decoder.next(bytes("0008000205")))
        .isEqualTo(new Decoded.Fault(CloseReason.OVERSIZE_MESSAGE));
  }

  @Test
  void theFastExtensionMustBeAgreedOn() {
    for (String kind : List.of("010d", "010e", "010f", "0110", "0111")) {
      assertThat(next("000000" + kind, PLAIN))
          .isEqualTo(new Decoded.Fault(CloseReason.NOT_NEGOTIATED));
    }
  }

  // BEP 52 answers every request, also between peers without the fast extension.
  @Test
  void aV2ConnectionMayRejectWithoutTheFastExtension() {
    Agreement v2 = new Agreement(false, true);

    assertThat(next("0000000d10000000070000800000004000", v2))
        .isEqualTo(new Decoded.Message(new PeerMessage.Reject(BLOCK)));
    assertThat(next("000000010e", v2)).isEqualTo(new Decoded.Fault(CloseReason.NOT_NEGOTIATED));
  }

  @Test
  void unknownMessagesArePassedOver() {
    ByteBuffer in = bytes("0000000363aabb" + "0000000101");
    MessageDecoder decoder = decoder(FAST, 80);

    assertThat(decoder.next(in)).isEqualTo(new Decoded.Message(new PeerMessage.Unknown(99, 2)));
    assertThat(decoder.next(in)).isEqualTo(new Decoded.Message(new PeerMessage.Unchoke()));
  }

  // No bytes may throw, stand still, or be read beyond the buffer's limit.
  @Test
  void noBytesAtAllThrow() {
    for (int seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] noise = seed % 2 == 0 ? stream() : new byte[3 + random.nextInt(300)];
      if (seed % 2 == 0) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          noise[random.nextInt(noise.length)] = (byte) random.nextInt();
        }
      } else {
        random.nextBytes(noise);
        noise[0] = noise[1] = noise[2] = 0;
      }
      MessageDecoder decoder = random.nextBoolean() ? decoder(FAST, 80) : new MessageDecoder(PLAIN);
      ByteBuffer in = ByteBuffer.wrap(noise);
      int before;
      Decoded decoded;
      do {
        before = in.position();
        decoded = decoder.next(in);
      } while (in.position() > before
          && !(decoded instanceof Decoded.Fault)
          && !(decoded instanceof Decoded.Incomplete));
      assertThat(decoded)
          .as("seed %d", seed)
          .isInstanceOfAny(Decoded.Incomplete.class, Decoded.Fault.class);
    }
  }

  private static byte[] stream() {
    ByteBuffer out = ByteBuffer.allocate(2_000);
    for (PeerMessage message : EVERY_KIND) {
      MessageEncoder.encode(message, out);
    }
    MessageEncoder.encode(new PeerMessage.Piece(new Block(1, 2, 3)), out);
    out.put(new byte[] {7, 8, 9}).flip();
    byte[] stream = new byte[out.remaining()];
    out.get(stream);
    return stream;
  }

  /** Feeds the stream in parts of {@code part} bytes, keeping only what is unfinished. */
  private static List<Decoded> readAll(byte[] stream, int part) {
    MessageDecoder decoder = decoder(FAST, 80);
    ByteBuffer buffer = ByteBuffer.allocate(stream.length);
    List<Decoded> found = new ArrayList<>();
    for (int from = 0; from < stream.length; from += part) {
      buffer.put(stream, from, Math.min(part, stream.length - from)).flip();
      while (buffer.hasRemaining()) {
        Decoded decoded = decoder.next(buffer);
        if (decoded instanceof Decoded.Incomplete) {
          break;
        }
        found.add(decoded instanceof Decoded.Payload payload ? in0(payload) : decoded);
      }
      buffer.compact();
    }
    assertThat(buffer.position()).isZero();
    return found;
  }

  private static Decoded in0(Decoded.Payload payload) {
    return new Decoded.Payload(payload.block(), 0);
  }

  private static MessageDecoder decoder(Agreement agreement, int pieces) {
    MessageDecoder decoder = new MessageDecoder(agreement);
    decoder.knowPieces(pieces);
    return decoder;
  }

  private static void assertFault(String hex, CloseReason reason) {
    assertThat(next(hex, FAST)).as(hex).isEqualTo(new Decoded.Fault(reason));
  }

  private static Decoded next(String hex, Agreement agreement) {
    return decoder(agreement, 80).next(bytes(hex));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  private static String hex(PeerMessage message) {
    return HexFormat.of().formatHex(MessageEncoder.encode(message).array());
  }
}
