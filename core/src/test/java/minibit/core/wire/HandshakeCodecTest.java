package minibit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;
import minibit.core.wire.HandshakeCodec.Step;
import org.junit.jupiter.api.Test;

/** The opening 68 bytes. */
class HandshakeCodecTest {
  private static final Handshake HANDSHAKE =
      new Handshake(
          Handshake.EXTENSIONS | Handshake.FAST,
          InfoHash.ofHex("c1eb5c72d79dee7b28c3f69314fa6b69e8dfcdcd"),
          PeerId.of("-MB0100-abcdefghijkl".getBytes(StandardCharsets.US_ASCII)));

  @Test
  void aHandshakeHasItsPublishedForm() {
    assertThat(HexFormat.of().formatHex(bytes()))
        .isEqualTo(
            "13426974546f7272656e742070726f746f636f6c0000000000100004"
                + "c1eb5c72d79dee7b28c3f69314fa6b69e8dfcdcd"
                + "2d4d42303130302d6162636465666768696a6b6c");
  }

  @Test
  void itIsReadOnceAllIsThere() {
    for (int length = 0; length < Handshake.LENGTH; length++) {
      ByteBuffer part = ByteBuffer.wrap(bytes(), 0, length);
      assertThat(HandshakeCodec.parse(part)).isEqualTo(new Step.Incomplete());
      assertThat(HandshakeCodec.infoHash(part).isPresent()).isEqualTo(length >= 48);
      assertThat(part.remaining()).isEqualTo(length);
    }
    ByteBuffer whole = ByteBuffer.wrap(Arrays.copyOf(bytes(), 70));
    assertThat(HandshakeCodec.parse(whole)).isEqualTo(new Step.Done(HANDSHAKE));
    assertThat(whole.remaining()).isEqualTo(2);
  }

  // An encrypted handshake is known by its first byte, so that its sender can dial again in plain.
  @Test
  void anythingElseIsKnownAtItsFirstWrongByte() {
    for (int wrong = 0; wrong < 20; wrong++) {
      byte[] bytes = bytes();
      bytes[wrong] ^= 1;
      assertThat(HandshakeCodec.parse(ByteBuffer.wrap(bytes, 0, wrong + 1)))
          .isEqualTo(new Step.Fault(CloseReason.NOT_A_HANDSHAKE));
    }
  }

  private static byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(Handshake.LENGTH);
    HandshakeCodec.encode(HANDSHAKE, out);
    return out.array();
  }
}
