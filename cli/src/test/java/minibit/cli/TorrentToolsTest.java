package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TorrentToolsTest {
  @TempDir private Path folder;
  private Path tree;
  private Path torrent;

  @BeforeEach
  void content() throws IOException {
    tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("sub"));
    Files.write(tree.resolve("sub/a.bin"), new byte[40_000]);
    Files.writeString(tree.resolve("b.txt"), "hello");
    torrent = folder.resolve("out.torrent");
  }

  /** What create says, info says too; both in the shape that scripts know. */
  @Test
  void createAndInfoAgree() {
    JsonNode made =
        json(
            Cli.run(
                "create",
                tree.toString(),
                "-o",
                torrent.toString(),
                "--piece-length",
                "16K",
                "--announce",
                "http://a/announce",
                "--announce",
                "http://b/announce",
                "--private",
                "--json"));
    JsonNode told = json(Cli.run("info", torrent.toString(), "--json"));
    assertThat(made.get("infoHashV1")).isEqualTo(told.get("infoHashV1"));
    assertThat(made.get("infoHashV2")).isEqualTo(told.get("infoHashV2"));
    assertThat(told.get("name").asString()).isEqualTo("tree");
    assertThat(told.get("version").asString()).isEqualTo("hybrid");
    assertThat(told.get("size").asLong()).isEqualTo(40_005);
    assertThat(told.get("pieceLength").asInt()).isEqualTo(16384);
    assertThat(told.get("pieces").asInt()).isEqualTo(4);
    assertThat(told.get("private").asBoolean()).isTrue();
    assertThat(told.get("files").toString())
        .startsWith("[{\"path\":[\"b.txt\"],\"size\":5,\"root\":\"");
    assertThat(told.get("files")).hasSize(2);
    assertThat(told.get("trackers").toString())
        .isEqualTo("[[\"http://a/announce\"],[\"http://b/announce\"]]");
    assertThat(told.get("magnet").asString()).startsWith("magnet:?xt=urn:btih:");
    assertThat(told.get("signature").isNull()).isTrue();
    assertThat(Cli.run("magnet", torrent.toString()).out().strip())
        .isEqualTo(told.get("magnet").asString());
    assertThat(Cli.run("info", torrent.toString()).out()).contains("tree/sub/a.bin");
    assertThat(json(Cli.run("info", told.get("magnet").asString(), "--json")).get("infoHashV2"))
        .isEqualTo(told.get("infoHashV2"));
  }

  /** Whole content verifies; a changed byte gives exit code 5 and names the file. */
  @Test
  void verifyFindsTheDamage() throws IOException {
    create("--v2");
    assertThat(Cli.run("verify", torrent.toString(), folder.toString()).exit()).isZero();
    assertThat(Cli.run("verify", torrent.toString(), tree.toString()).exit()).isZero();
    byte[] damaged = new byte[40_000];
    damaged[20_000] = 1;
    Files.write(tree.resolve("sub/a.bin"), damaged);
    Cli failed = Cli.run("verify", torrent.toString(), folder.toString(), "--json");
    assertThat(failed.exit()).isEqualTo(5);
    JsonNode told = new JsonMapper().readTree(failed.out());
    assertThat(told.get("ok").asBoolean()).isFalse();
    assertThat(told.get("badPieces").toString()).isEqualTo("[[2,2]]");
    assertThat(told.get("files").toString()).contains("\"state\":\"corrupt\"");
    assertThat(Cli.run("verify", torrent.toString(), folder + "/none").exit()).isEqualTo(3);
  }

  /** Files that the torrent does not know are named, and are no failure. */
  @Test
  void verifyNamesWhatLiesBeside() throws IOException {
    create();
    assertThat(Cli.run("verify", torrent.toString(), folder.toString()).out().lines()).hasSize(1);
    Files.writeString(tree.resolve("sub/extra\u001b.txt"), "mine");
    Cli run = Cli.run("verify", torrent.toString(), folder.toString());
    assertThat(run.exit()).isZero();
    assertThat(run.out()).containsPattern("extra +tree/sub/extra\\\\u001b.txt");
    Cli inside = Cli.run("verify", torrent.toString(), tree.toString(), "--json");
    assertThat(json(inside).get("extra").toString()).isEqualTo("[[\"sub\",\"extra\\u001B.txt\"]]");
    assertThat(json(inside).get("ok").asBoolean()).isTrue();
  }

  /** An existing file is kept unless one says otherwise, and nothing is left beside it. */
  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Files.writeString(torrent, "precious");
    Cli refused = create();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("--force");
    assertThat(Files.readString(torrent)).isEqualTo("precious");
    assertThat(create("--force").exit()).isZero();
    assertThat(Cli.run("info", torrent.toString()).exit()).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("tree", "out.torrent");
    }
  }

  /** A bad torrent gives its reason under a stable code, in both outputs. */
  @Test
  void badTorrentsAreRefused() throws IOException {
    Files.writeString(torrent, "d4:infod4:name1:xee");
    Cli refused = Cli.run("info", torrent.toString(), "--json");
    assertThat(refused.exit()).isEqualTo(1);
    JsonNode error = new JsonMapper().readTree(refused.out()).get("error");
    assertThat(error.get("code").asString()).isEqualTo("bad-piece-length");
    assertThat(error.get("message").asString()).contains("piece length");
    assertThat(Cli.run("info", torrent.toString()).err()).contains("piece length");
    assertThat(Cli.run("info", folder.resolve("none").toString()).exit()).isEqualTo(3);
    assertThat(Cli.run("info", folder.toString()).exit()).isEqualTo(1);
    assertThat(Cli.run("info", "magnet:?dn=x").exit()).isEqualTo(1);
  }

  /** Names from elsewhere cannot play with the terminal. */
  @Test
  void namesAreEscaped() throws IOException {
    Files.write(
        torrent,
        ("d7:comment5:a\u001b[2J4:infod6:lengthi5e4:name1:x12:piece lengthi16384e6:pieces20:"
                + "p".repeat(20)
                + "ee")
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Cli.run("info", torrent.toString()).out())
        .contains("a\\u001b[2J")
        .doesNotContain("\u001b");
  }

  /** What cannot be meant is a usage error. */
  @Test
  void usageErrors() {
    for (List<String> flags :
        List.of(
            List.of("--sign"),
            List.of("--v1", "--v2"),
            List.of("--piece-length", "17K"),
            List.of("--piece-length", "8K"),
            List.of("--piece-length", "256M"))) {
      assertThat(create(flags.toArray(String[]::new)).exit()).as(flags.toString()).isEqualTo(2);
    }
    assertThat(torrent).doesNotExist();
    assertThat(Cli.run("create", folder.resolve("none").toString()).exit()).isEqualTo(3);
  }

  private Cli create(String... flags) {
    String[] args = new String[flags.length + 4];
    args[0] = "create";
    args[1] = tree.toString();
    args[2] = "-o";
    args[3] = torrent.toString();
    System.arraycopy(flags, 0, args, 4, flags.length);
    return Cli.run(args);
  }

  private static JsonNode json(Cli run) {
    assertThat(run.exit()).as(run.err() + run.out()).isZero();
    return new JsonMapper().readTree(run.out());
  }
}
