package minibit.core.dht.krpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** KRPC datagrams: the published ones, those of other clients, and those of nobody. */
class KrpcCodecTest {
  private static final NodeId ID = id("abcdefghij0123456789");
  private static final NodeId TARGET = id("mnopqrstuvwxyz123456");

  @Test
  void thePublishedExamplesAreRead() {
    List<KrpcMessage> read = new ArrayList<>();
    for (JsonNode row : Vectors.json("krpc.json").get("bencoded_examples")) {
      read.add(decode(row.get("text").asString()));
    }

    assertThat(read).hasSize(9);
    assertThat(read.get(0))
        .isInstanceOfSatisfying(
            KrpcMessage.Error.class,
            error -> {
              assertThat(error.code()).isEqualTo(201);
              assertThat(error.text()).isEqualTo("A Generic Error Ocurred");
            });
    assertThat(query(read.get(1))).isEqualTo(new KrpcQuery.Ping());
    assertThat(response(read.get(2)).id()).isEqualTo(TARGET);
    assertThat(query(read.get(3))).isEqualTo(new KrpcQuery.FindNode(TARGET, KrpcQuery.Want.UNSAID));
    assertThat(query(read.get(5)))
        .isEqualTo(
            new KrpcQuery.GetPeers(
                InfoHash.of(TARGET.toBytes()), KrpcQuery.Want.UNSAID, false, false));
    assertThat(response(read.get(6)).values())
        .extracting(PeerAddress::toString)
        .containsExactly("97.120.106.101:11893", "105.100.104.116:28269");
    assertThat(query(read.get(8)))
        .isInstanceOfSatisfying(
            KrpcQuery.AnnouncePeer.class,
            announce -> {
              assertThat(announce.impliedPort()).isTrue();
              assertThat(announce.port()).isEqualTo(6881);
              assertThat(announce.token()).isEqualTo(ascii("aoeusnth"));
            });
  }

  @Test
  void aListOfNodesOfTheWrongLengthIsNoneAndTheRestHolds() {
    assertThat(
            response(decode("d1:rd2:id20:0123456789abcdefghij5:nodes9:def456...e1:t2:aa1:y1:re")))
        .satisfies(
            answer -> {
              assertThat(answer.id()).isEqualTo(id("0123456789abcdefghij"));
              assertThat(answer.nodes()).isEmpty();
            });
  }

  @Test
  void whatOtherClientsSendIsRead() {
    for (JsonNode row : Vectors.json("wire/dht.json").get("packets")) {
      byte[] packet = HexFormat.of().parseHex(row.get("hex").asString());
      String kind = row.get("kind").asString();

      KrpcMessage message = KrpcCodec.decode(packet).orElseThrow();

      switch (message) {
        case KrpcMessage.Query asked ->
            assertThat(asked.query().getClass().getSimpleName().toLowerCase())
                .isEqualTo(kind.replace("_", ""));
        case KrpcMessage.Response _ -> assertThat(kind).isEqualTo("response");
        case KrpcMessage.Error _ -> assertThat(kind).isEqualTo("error");
      }
    }
  }

  @Test
  void whatWeWriteWeRead() {
    byte[] t = {1, 2};
    PeerAddress v4 = address("192.0.2.1", 6881);
    PeerAddress v6 =
        PeerAddress.of(new byte[] {32, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 9);
    KrpcMessage.Response whole =
        KrpcMessage.Response.of(t, ID, v4)
            .withNodes(List.of(new NodeContact(TARGET, v4)), List.of(new NodeContact(ID, v6)))
            .withPeers(List.of(v4, v6), ascii("token"), Optional.empty())
            .withSample(new KrpcMessage.Sample(List.of(InfoHash.of(TARGET.toBytes())), 7, 300));

    KrpcMessage.Response read = response(KrpcCodec.decode(KrpcCodec.encode(whole)).orElseThrow());

    assertThat(read.nodes()).isEqualTo(whole.nodes());
    assertThat(read.nodes6()).isEqualTo(whole.nodes6());
    assertThat(read.values()).containsExactly(v4, v6);
    assertThat(read.yourAddress()).contains(v4);
    assertThat(read.sample()).isEqualTo(whole.sample());
    assertThat(read.transaction()).isEqualTo(t);

    KrpcQuery announce =
        new KrpcQuery.AnnouncePeer(InfoHash.of(ID.toBytes()), 6881, true, ascii("x"), true);
    KrpcMessage asked =
        KrpcCodec.decode(KrpcCodec.encode(new KrpcMessage.Query(t, ID, true, announce)))
            .orElseThrow();
    assertThat(asked)
        .isInstanceOfSatisfying(
            KrpcMessage.Query.class, query -> assertThat(query.readOnly()).isTrue());
    assertThat(query(asked)).usingRecursiveComparison().isEqualTo(announce);
  }

  @Test
  void readOnlyIsSaidAtTheTopLevel() {
    byte[] packet =
        KrpcCodec.encode(new KrpcMessage.Query(ascii("aa"), ID, true, new KrpcQuery.Ping()));

    assertThat(new String(packet, StandardCharsets.ISO_8859_1)).contains("2:roi1e");
  }

  @Test
  void unknownMethodsAndLackingArgumentsAreToldApart() {
    assertThat(query(decode("d1:ad2:id20:abcdefghij0123456789e1:q3:abc1:t2:aa1:y1:qe")))
        .isEqualTo(new KrpcQuery.Unknown("abc"));
    assertThat(query(decode("d1:ad2:id20:abcdefghij0123456789e1:q9:find_node1:t2:aa1:y1:qe")))
        .isInstanceOf(KrpcQuery.Malformed.class);
    assertThat(KrpcCodec.decode(ascii("d1:ad2:id3:abce1:q4:ping1:t2:aa1:y1:qe"))).isEmpty();
    assertThat(KrpcCodec.decode(ascii("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:y1:qe")))
        .isEmpty();
  }

  @Test
  void theCountingFilterIsThePublishedOne() {
    CountingFilter filter = new CountingFilter();
    for (int i = 0; i < 256; i++) {
      filter.add(PeerAddress.of(new byte[] {(byte) 192, 0, 2, (byte) i}, 1));
    }
    byte[] v6 = {0x20, 1, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    for (int i = 0; i < 1000; i++) {
      v6[14] = (byte) (i >> 8);
      v6[15] = (byte) i;
      filter.add(PeerAddress.of(v6, 1));
    }
    JsonNode published = Vectors.json("closed-form.json").get("bep33_bloom").get(0);

    assertThat(HexFormat.of().formatHex(filter.toBytes()))
        .isEqualTo(published.get("filter").asString());
    assertThat(filter.estimate()).isCloseTo(1224.93, org.assertj.core.data.Offset.offset(0.01));
  }

  /** Half noise, half real packets with bytes changed, cut off or doubled. */
  @Seeds(300)
  void nothingThatComesDoesHarm(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<byte[]> real = new ArrayList<>();
    for (JsonNode row : Vectors.json("wire/dht.json").get("packets")) {
      real.add(HexFormat.of().parseHex(row.get("hex").asString()));
    }
    for (int round = 0; round < 200; round++) {
      byte[] packet =
          random.nextBoolean()
              ? noise(random)
              : damaged(real.get(random.nextInt(real.size())), random);

      KrpcCodec.decode(packet)
          .ifPresent(
              message -> {
                boolean malformed =
                    message instanceof KrpcMessage.Query asked
                        && asked.query() instanceof KrpcQuery.Malformed;
                if (!malformed) {
                  assertThat(KrpcCodec.decode(KrpcCodec.encode(message))).isPresent();
                }
              });
    }
  }

  private static byte[] noise(RandomGenerator random) {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    if (noise.length > 0 && random.nextBoolean()) {
      noise[0] = 'd';
    }
    return noise;
  }

  private static byte[] damaged(byte[] packet, RandomGenerator random) {
    byte[] changed = Arrays.copyOf(packet, random.nextInt(packet.length / 2, packet.length + 20));
    for (int i = random.nextInt(4); i > 0; i--) {
      changed[random.nextInt(changed.length)] = "dlie:0129\0".getBytes()[random.nextInt(10)];
    }
    return changed;
  }

  private static KrpcMessage decode(String text) {
    return KrpcCodec.decode(ascii(text)).orElseThrow();
  }

  private static KrpcQuery query(KrpcMessage message) {
    return ((KrpcMessage.Query) message).query();
  }

  private static KrpcMessage.Response response(KrpcMessage message) {
    return (KrpcMessage.Response) message;
  }

  private static NodeId id(String text) {
    return NodeId.of(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static PeerAddress address(String ip, int port) {
    return PeerAddress.of(minibit.core.id.IpLiteral.parse(ip).orElseThrow(), port);
  }
}
