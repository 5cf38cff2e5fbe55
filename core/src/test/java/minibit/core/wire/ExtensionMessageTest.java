package minibit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import minibit.core.id.PeerAddress;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import minibit.core.wire.ExtensionMessage.DontHave;
import minibit.core.wire.ExtensionMessage.Unusable;
import minibit.core.wire.ExtensionMessage.UploadOnly;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The messages of the extension protocol: handshake, metadata, peer exchange and the small ones.
 */
class ExtensionMessageTest {
  // What eight real clients say about themselves is read field by field.
  @Test
  void realHandshakesAreRead() {
    int read = 0;
    for (JsonNode client : Vectors.json("wire/peers.json").get("clients")) {
      if (!client.hasNonNull("ext_handshake_raw")) {
        continue;
      }
      JsonNode said = client.get("ext_handshake");
      ExtensionHandshake handshake =
          handshake(HexFormat.of().parseHex(client.get("ext_handshake_raw").asString()));

      for (Extension extension : Extension.values()) {
        int id = said.get("m").path(extension.wireName()).asInt(0);
        assertThat(handshake.idOf(extension))
            .isEqualTo(id == 0 ? OptionalInt.empty() : OptionalInt.of(id));
      }
      assertThat(handshake.metadataSize()).hasValue(1690);
      assertThat(handshake.client().orElse("")).isEqualTo(said.path("v").asString(""));
      assertThat(handshake.port().orElse(0)).isEqualTo(said.path("p").asInt(0));
      assertThat(handshake.requests().orElse(0)).isEqualTo(said.path("reqq").asInt(0));
      assertThat(handshake.uploadOnly().isPresent()).isEqualTo(said.has("upload_only"));
      assertThat(handshake.yourIp().isPresent()).isEqualTo(said.has("yourip"));
      read++;
    }
    assertThat(read).isGreaterThanOrEqualTo(5);
  }

  @Test
  void ourHandshakeIsCanonical() {
    ExtensionHandshake ours =
        ExtensionHandshake.builder()
            .takes(Extension.UT_METADATA)
            .takes(Extension.UT_PEX)
            .client("minibit 0.1.0")
            .port(6881)
            .requests(1024)
            .yourIp(new byte[] {127, 0, 0, 1})
            .metadataSize(1690)
            .uploadOnly(true)
            .build();

    assertThat(new String(ours.payload(), StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "d1:md11:ut_metadatai2e6:ut_pexi1ee13:metadata_sizei1690e1:pi6881e4:reqqi1024e"
                + "11:upload_onlyi1e1:v13:minibit 0.1.06:yourip4:\u007f\0\0\u0001e");
    assertThat(ExtensionMessage.decode(ours.toPeer(0))).isEqualTo(ours);
  }

  // A later handshake tells changes: one id moves, one turns off, all else stays.
  @Test
  void aSecondHandshakeMerges() {
    ExtensionHandshake first = handshake("d1:md11:ut_metadatai3e6:ut_pexi1ee4:reqqi512e1:v1:xe");
    ExtensionHandshake second = handshake("d1:md11:ut_metadatai0e6:ut_pexi9eee");

    ExtensionHandshake merged = first.merge(second);

    assertThat(merged.idOf(Extension.UT_METADATA)).isEmpty();
    assertThat(merged.idOf(Extension.UT_PEX)).hasValue(9);
    assertThat(merged.requests()).hasValue(512);
    assertThat(merged.client()).contains("x");
    assertThat(ExtensionHandshake.EMPTY.merge(first)).isEqualTo(first);
  }

  @Test
  void fieldsThatNobodyCanMeanAreMissing() {
    assertThat(
            handshake(
                "d1:mi5e13:metadata_sizei-1e1:pi70000e4:reqqi0e11:upload_only3:yes"
                    + "1:vi7e6:yourip3:abc7:unknowni1ee"))
        .isEqualTo(ExtensionHandshake.EMPTY);
    assertThat(handshake("d13:metadata_sizei99999999999999999999ee").metadataSize()).isEmpty();
    assertThat(handshake("d13:metadata_sizei33554433ee").metadataSize()).isEmpty();
    assertThat(handshake("d1:md6:ut_pexi256e11:ut_metadatai-1eee").ids()).isEmpty();
    assertThat(handshake("d1:v200:" + "x".repeat(200) + "e").client().orElseThrow()).hasSize(64);
  }

  @Test
  void whatIsNoDictionaryIsPassedOver() {
    for (String payload : List.of("", "d", "le", "i1e", "d1:a", "zzz")) {
      assertThat(decode(0, payload)).isEqualTo(new Unusable(0));
      assertThat(decode(1, payload)).isEqualTo(new Unusable(1));
      assertThat(decode(2, payload)).isEqualTo(new Unusable(2));
    }
    assertThat(decode(77, "de")).isEqualTo(new Unusable(77));
  }

  // The examples of BEP 9, with real bytes behind the dictionary.
  @Test
  void metadataMessagesHaveTheirPublishedForm() {
    byte[] rest = "x".repeat(3425).getBytes(StandardCharsets.US_ASCII);

    assertThat(decode(2, "d8:msg_typei0e5:piecei0ee")).isEqualTo(new MetadataMessage.Request(0));
    assertThat(decode(2, "d8:msg_typei2e5:piecei7ee")).isEqualTo(new MetadataMessage.Reject(7));
    assertThat(text(new MetadataMessage.Request(0))).isEqualTo("d8:msg_typei0e5:piecei0ee");
    assertThat(text(new MetadataMessage.Reject(7))).isEqualTo("d8:msg_typei2e5:piecei7ee");
    assertThat(text(new MetadataMessage.Data(0, 3425, rest)))
        .startsWith("d8:msg_typei1e5:piecei0e10:total_sizei3425eexxx")
        .endsWith("xxx");
    assertThat(decode(2, text(new MetadataMessage.Data(0, 3425, rest))))
        .usingRecursiveComparison()
        .isEqualTo(new MetadataMessage.Data(0, 3425, rest));
  }

  // A piece of the wrong length could never be put together, so nobody need look at it.
  @Test
  void metadataOfTheWrongLengthIsPassedOver() {
    String head = "d8:msg_typei1e5:piecei%de10:total_sizei%dee";
    assertThat(decode(2, head.formatted(0, 3) + "abc")).isInstanceOf(MetadataMessage.Data.class);
    for (String bad :
        List.of(
            head.formatted(0, 3) + "ab",
            head.formatted(0, 3) + "abcd",
            head.formatted(1, 3) + "abc",
            head.formatted(0, 0),
            head.formatted(0, -3) + "abc",
            head.formatted(2147483647, 3) + "abc",
            "d8:msg_typei1e5:piecei0ee" + "abc",
            "d8:msg_typei9e5:piecei0ee",
            "d8:msg_typei4294967296e5:piecei0ee",
            "d5:piecei0ee",
            "d8:msg_typei0e5:piecei-1ee")) {
      assertThat(decode(2, bad)).as(bad).isEqualTo(new Unusable(2));
    }
    assertThat(MetadataMessage.pieces(Integer.MAX_VALUE)).isEqualTo(131_072);
    assertThat(MetadataMessage.pieceSize(1, 16385)).isEqualTo(1);
    assertThat(MetadataMessage.pieceSize(2, 16385)).isZero();
  }

  @Test
  void peerExchangeKeepsFlagsWithTheirPeers() {
    PeerAddress v4 = address("7f000001", 1);
    PeerAddress other = address("0a090807", 65535);
    PeerAddress v6 = address("20010db8000000000000000000000001", 6881);
    PexMessage message =
        new PexMessage(
            List.of(
                new PexMessage.Added(v6, PexMessage.SEED),
                new PexMessage.Added(v4, PexMessage.REACHABLE)),
            List.of(other));

    assertThat(HexFormat.of().formatHex(message.payload()))
        .isEqualTo(
            hex("d5:added6:")
                + "7f0000010001"
                + hex("7:added.f1:")
                + "10"
                + hex("6:added618:")
                + "20010db80000000000000000000000011ae1"
                + hex("8:added6.f1:")
                + "02"
                + hex("7:dropped6:")
                + "0a090807ffff"
                + hex("e"));
    var again = (PexMessage) ExtensionMessage.decode(message.toPeer(1));
    assertThat(again.added())
        .containsExactly(
            new PexMessage.Added(v4, PexMessage.REACHABLE),
            new PexMessage.Added(v6, PexMessage.SEED));
    assertThat(again.dropped()).containsExactly(other);
  }

  @Test
  void raggedPeerExchangeIsSurvived() {
    byte[] odd =
        HexFormat.of()
            .parseHex(
                hex("d5:added20:")
                    + "0a0000010000" // port 0
                    + "0a0000020001"
                    + "0a0000020001" // twice
                    + "0a00" // cut off
                    + hex("7:added.f2:")
                    + "ff02"
                    + hex("7:dropped12:")
                    + "0a0000020001" // added as well
                    + "0a0000030001"
                    + hex("8:dropped6i5ee"));

    var message = (PexMessage) ExtensionMessage.decode(new PeerMessage.Extended(1, odd));

    assertThat(message.added()).containsExactly(new PexMessage.Added(address("0a000002", 1), 2));
    assertThat(message.dropped()).containsExactly(address("0a000003", 1));
  }

  @Test
  void peerExchangeIsTakenInMeasure() {
    List<PexMessage.Added> crowd = new ArrayList<>();
    for (int i = 1; i <= 5_000; i++) {
      crowd.add(new PexMessage.Added(address("0a000001", i), 0));
    }
    PexMessage flood = new PexMessage(crowd, List.of());

    var taken = (PexMessage) ExtensionMessage.decode(flood.toPeer(1));

    assertThat(taken.added()).hasSize(PexMessage.MAX_TAKEN);
  }

  @Test
  void theSmallOnesHaveTheirPublishedForm() {
    assertThat(new DontHave(0x01020304).payload()).containsExactly(1, 2, 3, 4);
    assertThat(decode(7, "\1\2\3\4")).isEqualTo(new DontHave(0x01020304));
    assertThat(decode(7, "\1\2\3")).isEqualTo(new Unusable(7));
    assertThat(decode(7, "\u00ff\2\3\4")).isEqualTo(new Unusable(7));
    assertThat(decode(3, "\1")).isEqualTo(new UploadOnly(true));
    assertThat(decode(3, "\0")).isEqualTo(new UploadOnly(false));
    assertThat(decode(3, "")).isEqualTo(new Unusable(3));
  }

  @Seeds(500)
  void noPayloadThrows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] payload =
        switch (random.nextInt(3)) {
          case 0 -> new byte[random.nextInt(200)];
          case 1 -> new MetadataMessage.Data(0, 100, new byte[100]).payload();
          default ->
              new PexMessage(
                      List.of(new PexMessage.Added(address("0a000001", 9), 1)),
                      List.of(address("0a000002", 9)))
                  .payload();
        };
    for (int i = random.nextInt(4); i >= 0 && payload.length > 0; i--) {
      payload[random.nextInt(payload.length)] = (byte) random.nextInt();
    }
    payload = Arrays.copyOf(payload, random.nextInt(payload.length + 2));
    for (int id = 0; id < 9; id++) {
      assertThat(ExtensionMessage.decode(new PeerMessage.Extended(id, payload))).isNotNull();
    }
  }

  private static PeerAddress address(String ip, int port) {
    return PeerAddress.of(HexFormat.of().parseHex(ip), port);
  }

  private static ExtensionHandshake handshake(String payload) {
    return (ExtensionHandshake) decode(0, payload);
  }

  private static ExtensionHandshake handshake(byte[] payload) {
    return (ExtensionHandshake) ExtensionMessage.decode(new PeerMessage.Extended(0, payload));
  }

  private static ExtensionMessage decode(int id, String payload) {
    return ExtensionMessage.decode(
        new PeerMessage.Extended(id, payload.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String text(ExtensionMessage message) {
    return new String(message.payload(), StandardCharsets.ISO_8859_1);
  }

  private static String hex(String ascii) {
    return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
