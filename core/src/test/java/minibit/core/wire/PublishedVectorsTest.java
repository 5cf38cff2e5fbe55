package minibit.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Parts of the wire against published examples and recordings of other clients. */
class PublishedVectorsTest {
  @Test
  void allowedFastSetsAreThePublishedOnes() {
    for (JsonNode row : Vectors.json("closed-form.json").get("bep6_allowed_fast")) {
      List<Integer> expected = new ArrayList<>();
      row.get("set").forEach(piece -> expected.add(piece.asInt()));

      assertThat(
              AllowedFastSet.of(
                  ip(row.get("ip").asString()),
                  InfoHash.ofHex(row.get("info_hash").asString()),
                  row.get("pieces").asInt(),
                  row.get("k").asInt()))
          .isEqualTo(expected);
    }
  }

  @Test
  void allowedFastKnowsNoIpv6AndNoPieces() {
    InfoHash hash = InfoHash.of(new byte[20]);

    assertThat(AllowedFastSet.of(PeerAddress.of(new byte[16], 1), hash, 100, 10)).isEmpty();
    assertThat(AllowedFastSet.of(ip("10.0.0.1"), hash, 0, 10)).isEmpty();
  }

  @Test
  void clientsAreKnownByTheirPeerIds() {
    for (JsonNode row : Vectors.json("peer-id.json").get("cases")) {
      byte[] prefix = HexFormat.of().parseHex(row.get("peer_id_prefix_hex").asString());
      byte[] id = Arrays.copyOf(prefix, PeerId.LENGTH);
      Arrays.fill(id, prefix.length, id.length, (byte) 'x');

      assertThat(ClientName.of(PeerId.of(id))).isEqualTo(row.get("client").asString());
    }
  }

  @Test
  void theClientsOfTheFieldHaveTheirNames() {
    assertThat(name("-MB0100-abcdefghijkl")).isEqualTo("minibit 0.1.0");
    assertThat(name("-LT2080-.B(~tMSFjIdl")).isEqualTo("libtorrent 2.0.8");
    assertThat(name("-qB4520-abcdefghijkl")).isEqualTo("qBittorrent 4.5.2");
    assertThat(name("-lt0D80-abcdefghijkl")).isEqualTo("rTorrent 0.13.8");
    assertThat(name("-WW0208-abcdefghijkl")).isEqualTo("WebTorrent 2.8");
    assertThat(name("-CD0303-abcdefghijkl")).isEqualTo("Enhanced CTorrent 3.3");
    assertThat(name("A2-1-36-0-bcdefghijk")).isEqualTo("aria2 1.36.0");
    assertThat(name("M7-10-5--bcdefghijkl")).isEqualTo("BitTorrent 7.10.5");
    assertThat(name("S58B-----bcdefghijkl")).isEqualTo("Shadow 5.8.11");
    assertThat(name("XBT054d-abcdefghijkl")).isEqualTo("XBT Client 0.5.4");
  }

  // Remote bytes reach terminals and pages: whatever comes, no control character goes out.
  @Test
  void namesHoldNothingThatControlsATerminal() {
    for (int b = 0; b < 256; b++) {
      for (String form :
          List.of("-UT%s410-", "-XX%s410-", "%sXX1000-", "exbc%s0LORD", "-TR3%s00-")) {
        String text = form.replace("%s", String.valueOf((char) b));
        byte[] id = Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), 20);

        assertThat(ClientName.of(PeerId.of(id)).chars())
            .allMatch(c -> c >= ' ' && c < 0x7f || c == 'µ');
      }
    }
  }

  // Hash requests and answers as libtorrent 2.0.8 recorded them.
  @Test
  void recordedHashMessagesAreRead() {
    for (JsonNode row : Vectors.json("wire/v2-hashes.json").get("hash_requests")) {
      byte[] payload = HexFormat.of().parseHex(row.get("request_payload").asString());
      ByteBuffer request = ByteBuffer.allocate(5 + payload.length);
      request.putInt(1 + payload.length).put((byte) 21).put(payload).flip();

      var message = (Decoded.Message) new MessageDecoder(new Agreement(true, true)).next(request);
      var range = ((PeerMessage.HashRequest) message.message()).range();

      assertThat(range.baseLayer()).isEqualTo(row.get("base_layer").asInt());
      assertThat(range.index()).isEqualTo(row.get("index").asInt());
      assertThat(range.length()).isEqualTo(row.get("length").asInt());
      assertThat(range.proofLayers()).isEqualTo(row.get("proof_layers").asInt());
      assertThat(MessageEncoder.encode(message.message())).isEqualTo(request.flip());
    }
  }

  private static String name(String id) {
    return ClientName.of(PeerId.of(id.getBytes(StandardCharsets.US_ASCII)));
  }

  private static PeerAddress ip(String dotted) {
    String[] parts = dotted.split("\\.", -1);
    byte[] ip = new byte[4];
    for (int i = 0; i < 4; i++) {
      ip[i] = (byte) Integer.parseInt(parts[i]);
    }
    return PeerAddress.of(ip, 6881);
  }
}
