package minibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import minibit.cli.Cli;
import minibit.core.testing.Vectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code info --json} says of torrents that others made, good and bad. */
class InfoVectorsTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** Names that other clients clean otherwise than we do; ours must be safe, not theirs. */
  private static final Set<String> CLEANED_OTHERWISE =
      Set.of("torrents/libtorrent__v2_invalid_filename2.torrent");

  /** How the reference, and a widespread maker, name padding. */
  private static final Pattern PADDING = Pattern.compile("/\\.pad/|____padding_file");

  @TempDir private Path folder;

  static Stream<Arguments> torrents() {
    return Vectors.json("index.json")
        .get("torrents")
        .valueStream()
        .map(row -> Arguments.argumentSet(row.get("file").asString(), row));
  }

  /** Each gets its verdict: the promised fields and 0, or a code with a message and 1. */
  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("torrents")
  void everyTorrentGetsItsVerdict(JsonNode row) throws IOException {
    String file = row.get("file").asString();
    Path torrent = Files.write(folder.resolve("a.torrent"), Vectors.bytes(file));
    Cli run = Cli.run("info", "--json", torrent.toString());
    String verdict = row.get("verdict").asString();
    if (!verdict.equals("either")) {
      assertThat(run.exit()).as(run.out()).isEqualTo(verdict.equals("valid") ? 0 : 1);
    }
    assertThat(run.out().lines()).hasSize(1);
    JsonNode told = JSON.readTree(run.out());
    if (run.exit() == 0) {
      assertThat(told.has("error")).isFalse();
      if (row.has("expect")) {
        assertExpected(row.get("expect"), told, CLEANED_OTHERWISE.contains(file));
      }
    } else {
      assertThat(run.exit()).isEqualTo(1);
      assertThat(told.get("error").get("code").asString()).matches("[a-z0-9-]+");
      assertThat(told.get("error").get("message").asString()).isNotBlank();
      assertThat(Cli.run("info", torrent.toString()).err())
          .contains(told.get("error").get("message").asString())
          .doesNotContain("Exception");
    }
  }

  private static void assertExpected(JsonNode expect, JsonNode told, boolean cleanedOtherwise) {
    assertThat(told.get("infoHashV1").asString(null))
        .isEqualTo(expect.get("info_hash_v1").asString(null));
    assertThat(told.get("infoHashV2").asString(null))
        .isEqualTo(expect.get("info_hash_v2").asString(null));
    assertThat(told.get("name").asString()).isEqualTo(expect.get("name").asString());
    assertThat(told.get("size").asLong()).isEqualTo(expect.get("payload_size").asLong());
    assertThat(told.get("pieceLength").asInt()).isEqualTo(expect.get("piece_length").asInt());
    assertThat(told.get("pieces").asInt()).isEqualTo(expect.get("piece_count").asInt());
    assertThat(told.get("private").asBoolean()).isEqualTo(expect.get("private").asBoolean());
    assertThat(told.get("files"))
        .hasSize(expect.get("file_entries").asInt() - expect.get("pad_files").asInt());
    assertThat(told.get("webSeeds")).isEqualTo(expect.get("web_seeds"));
    assertThat(told.get("trackers").valueStream().flatMap(JsonNode::valueStream))
        .containsExactlyInAnyOrderElementsOf(
            expect.get("trackers").valueStream().map(pair -> pair.get(1)).toList());
    assertThat(told.get("magnet").asString()).startsWith("magnet:?xt=urn:bt");
    assertFiles(expect, told, cleanedOtherwise);
  }

  /** Paths and sizes, as far as the reference lists them; padding is not among ours. */
  private static void assertFiles(JsonNode expect, JsonNode told, boolean cleanedOtherwise) {
    List<String> paths = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (JsonNode file : told.get("files")) {
      String below =
          String.join("/", file.get("path").valueStream().map(JsonNode::asString).toList());
      boolean folder = !expect.get("first_files").get(0).get(0).equals(told.get("name"));
      paths.add(folder ? told.get("name").asString() + "/" + below : below);
      sizes.add(file.get("size").asLong());
    }
    int next = 0;
    for (JsonNode pair : expect.get("first_files")) {
      String path = pair.get(0).asString();
      if (PADDING.matcher(path).find()) {
        continue;
      }
      assertThat(sizes.get(next)).as(path).isEqualTo(pair.get(1).asLong());
      if (!cleanedOtherwise) {
        assertThat(paths.get(next)).isEqualTo(path);
      }
      next++;
    }
  }
}
