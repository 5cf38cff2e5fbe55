package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import minibit.core.id.InfoHash;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MagnetTest {
  static Stream<JsonNode> links() {
    return Vectors.json("magnet.json").get("cases").valueStream();
  }

  /** Every link gets its verdict and is read as it should; what is read can be written again. */
  @ParameterizedTest
  @MethodSource("links")
  void everyLinkGetsItsVerdict(JsonNode row) throws BadMetainfo {
    String uri = row.get("uri").asString();
    switch (row.get("verdict").asString()) {
      case "valid" -> assertExpected(row, Magnet.parse(uri));
      case "invalid" -> assertThatThrownBy(() -> Magnet.parse(uri)).isInstanceOf(BadMetainfo.class);
      default -> {
        Magnet accepted;
        try {
          accepted = Magnet.parse(uri);
        } catch (BadMetainfo refused) {
          return;
        }
        assertExpected(row, accepted);
      }
    }
  }

  private static void assertExpected(JsonNode row, Magnet magnet) throws BadMetainfo {
    assertThat(Magnet.parse(magnet.uri())).isEqualTo(magnet);
    JsonNode expect = row.get("expect");
    if (expect == null) {
      return;
    }
    assertThat(magnet.hashes().v1().map(InfoHash::hex).orElse(null))
        .isEqualTo(expect.get("info_hash_v1").asString(null));
    assertThat(magnet.hashes().v2().map(InfoHash::hex).orElse(null))
        .isEqualTo(expect.get("info_hash_v2").asString(null));
    assertThat(magnet.name().orElse("")).isEqualTo(expect.get("name").asString());
    assertThat(magnet.trackers()).isEqualTo(strings(expect.get("trackers")));
    assertThat(magnet.webSeeds()).isEqualTo(strings(expect.get("web_seeds")));
    assertThat(magnet.peers()).hasSize(expect.get("peers").size());
    assertThat(magnet.nodes())
        .isEqualTo(
            expect
                .get("dht_nodes")
                .valueStream()
                .map(pair -> new HostPort(pair.get(0).asString(), pair.get(1).asInt()))
                .toList());
    assertThat(
            magnet
                .selection()
                .map(files -> IntStream.range(0, 100).filter(files::contains).boxed().toList())
                .orElse(List.of()))
        .isEqualTo(expect.get("selected_files").valueStream().map(JsonNode::asInt).toList());
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  /** Peers of a link are read in all three forms. */
  @Test
  void peersAreRead() throws BadMetainfo {
    Magnet magnet =
        Magnet.parse(
            "magnet:?xt=urn:btih:"
                + "cd".repeat(20)
                + "&x.pe=1.2.3.4:6881&x.pe=%5B::1%5D:7000&x.pe=host.example:1&x.pe=::1:80");
    assertThat(magnet.peers())
        .containsExactly(
            new HostPort("1.2.3.4", 6881),
            new HostPort("::1", 7000),
            new HostPort("host.example", 1));
  }

  /** Absurd selections cost nothing (BEP 53). */
  @Test
  void absurdSelectionsAreHarmless() {
    assertThat(Selection.parse("0-999999999").orElseThrow().contains(500)).isTrue();
    assertThat(Selection.parse("99999999999999999999")).isEmpty();
    assertThat(Selection.parse("9-3,-,--,1-2-3,,")).isEmpty();
    assertThat(Selection.parse("4-6,2").orElseThrow()).hasToString("4-6,2");
  }

  /** Refusals are told apart. */
  @Test
  void refusalsAreTold() {
    assertCode("http://example.com", Code.NOT_A_MAGNET);
    assertCode("magnet:?dn=x", Code.NO_INFO_HASH);
    assertCode("magnet:?xt=urn:btih:xyz", Code.BAD_INFO_HASH);
  }

  private static void assertCode(String uri, Code code) {
    assertThatThrownBy(() -> Magnet.parse(uri))
        .isInstanceOfSatisfying(BadMetainfo.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  /** Damaged links are read or refused. */
  @Seeds(300)
  void damagedLinksAreReadOrRefused(long seed) {
    Random random = new Random(seed);
    List<JsonNode> rows = links().toList();
    StringBuilder uri =
        new StringBuilder(rows.get(random.nextInt(rows.size())).get("uri").asString());
    for (int i = 0; i < 4 && !uri.isEmpty(); i++) {
      int at = random.nextInt(uri.length());
      switch (random.nextInt(3)) {
        case 0 -> uri.deleteCharAt(at);
        case 1 -> uri.insert(at, "&=%?.\ud83d:\u00e9".charAt(random.nextInt(8)));
        default -> uri.setCharAt(at, (char) random.nextInt(0x250));
      }
    }
    try {
      Magnet magnet = Magnet.parse(uri.toString());
      assertThat(Magnet.parse(magnet.uri()).hashes()).isEqualTo(magnet.hashes());
    } catch (BadMetainfo refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
