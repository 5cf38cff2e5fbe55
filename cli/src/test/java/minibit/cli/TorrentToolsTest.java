package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  /** As when it is shared: what may not be read is not allowed, a folder or a file in one. */
  @Test
  void whatMayNotBeReadIsDenied() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "for nobody");
    Files.setPosixFilePermissions(secret, Set.of());
    assumeThat(Files.isReadable(secret)).as("who may read everything").isFalse();

    Cli denied = Cli.run("create", folder.toString(), "-o", torrent.toString());

    assertThat(denied.exit()).isEqualTo(6);
    assertThat(denied.err()).contains("secret cannot be read");
  }

  /** Which file it was, and in plain words. */
  @Test
  void whatIsNoTorrentIsNamed() throws IOException {
    Files.createFile(torrent);
    Cli empty = Cli.run("info", torrent.toString());
    assertThat(empty.exit()).isEqualTo(1);
    assertThat(empty.err()).contains("out.torrent is no torrent file: it is empty");
    Files.writeString(torrent, "d4:info");
    for (String language : List.of("en", "pt-BR")) {
      assertThat(Cli.run("--lang", language, "info", torrent.toString()).err())
          .contains("out.torrent", "byte 7")
          .doesNotContain("bencode");
    }
    Files.writeString(torrent, "d4:infod4:name1:xee");
    assertThat(Cli.run("info", torrent.toString()).err()).contains("out.torrent: ");
  }

  /** An address that nobody could ever ask is a slip, not a torrent without a tracker. */
  @Test
  void addressesAreChecked() {
    for (String bad : List.of("notaurl", "", "ftp://x/announce", "http://", "ws://x/")) {
      assertThat(create("--announce", bad).exit()).as(bad).isEqualTo(2);
      assertThat(create("--webseed", bad).exit()).as(bad).isEqualTo(2);
      assertThat(Cli.run("download", torrent.toString(), "--tracker", bad).exit()).isEqualTo(2);
    }
    assertThat(create("--webseed", "udp://x:1/").exit()).isEqualTo(2);
    assertThat(torrent).doesNotExist();
    Cli made = create("--announce", "udp://x:1/announce", "--webseed", "https://[::1]/files/");
    assertThat(made.exit()).as(made.err()).isZero();
  }

  /** The target is named, not what is written meanwhile, and what is in the way of it. */
  @Test
  void whatCannotBeWrittenIsNamed() {
    Cli folderThere = Cli.run("create", tree.toString(), "-o", tree.toString(), "--force");
    assertThat(folderThere.exit()).isEqualTo(1);
    assertThat(folderThere.err()).contains("is a folder").doesNotContain("--force");
    Cli failed = Cli.run("create", tree.toString(), "-o", "/proc/x.torrent");
    assertThat(failed.exit()).isPositive();
    assertThat(failed.err()).contains("/proc/x.torrent").doesNotContain(".part", "Exception");
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
    torrent = folder.resolve("f\u001b[31m.torrent");
    assertThat(create().out()).contains("f\\u001b[31m.torrent").doesNotContain("\u001b");
  }

  /** A name made of a variable that is not set is no wish for the current folder. */
  @Test
  void emptyNamesAreRefused() {
    for (List<String> line :
        List.of(
            List.of("create", ""),
            List.of("share", ""),
            List.of("info", ""),
            List.of("get", ""),
            List.of("download", ""),
            List.of("download", "x.torrent", "--dir", ""),
            List.of("--home", "", "status"))) {
      Cli refused = Cli.run(line.toArray(String[]::new));
      assertThat(refused.exit()).as(line.toString()).isEqualTo(2);
      assertThat(refused.err()).as(line.toString()).contains("empty");
    }
  }

  /** A torrent of a name that is no text could not even be compared with what it was made of. */
  @Test
  void namesThatAreNoTextAreRefused() throws Exception {
    Process shell =
        new ProcessBuilder("bash", "-c", "touch \"$1\"/$'\\xe9latin'", "bash", tree.toString())
            .start();
    assumeThat(shell.waitFor()).isZero();
    Cli refused = create();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("UTF-8");
    assertThat(torrent).doesNotExist();
  }

  /** A link that leads nowhere is not in the torrent, and so no client stores it. */
  @Test
  void whatIsLeftOutIsNamed() throws IOException {
    Files.createSymbolicLink(tree.resolve("dead"), Path.of("nowhere"));
    Cli made = create();
    assertThat(made.exit()).isZero();
    assertThat(made.err()).contains("left out").contains("dead").doesNotContain("another name");
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

  /** A name as long as names may be has no room for what is added to it meanwhile. */
  @Test
  void aLongNameBecomesATorrent() throws IOException {
    torrent = folder.resolve("n".repeat(247) + ".torrent");

    assertThat(create().exit()).isZero();

    assertThat(torrent).isRegularFile();
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(tree, torrent);
    }
  }

  /** Only here, where a file has the name of what looks like an option, there is more to say. */
  @Test
  void aFileThatLooksLikeAnOptionIsExplained() throws IOException {
    Path odd = Path.of("-p" + System.nanoTime() + ".txt");
    Files.writeString(odd, "odd");
    try {
      Cli run = Cli.run("create", odd.toString(), "--lang", "pt-BR");

      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("é lido como opção", "./" + odd);
    } finally {
      Files.delete(odd);
    }
    assertThat(Cli.run("create", odd.toString()).err()).contains("There is no option '" + odd);
  }

  @Test
  void aHybridIsCalledSoInBothLanguages() {
    create("--webseed", "http://127.0.0.1:1/");

    assertThat(Cli.run("info", torrent.toString()).out()).contains("hybrid", "web seed ");
    assertThat(Cli.run("info", torrent.toString(), "--lang", "pt-BR").out())
        .contains("híbrido", "semente web ");
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
