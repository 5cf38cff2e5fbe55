package minibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minibit.cli.Cli;
import minibit.cli.RunningCli;
import minibit.cli.output.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files go from one command to another over loopback, as a user would send them. */
class TransferCommandsTest {
  private static final String ANY = "127.0.0.1:0";

  @TempDir Path dir;
  private Path content;
  private Path torrent;
  private String home;

  @BeforeEach
  void makeContent() throws Exception {
    content = Files.createDirectories(dir.resolve("from/ação"));
    torrent = dir.resolve("made.torrent");
    home = dir.resolve("home").toString();
    Random random = new Random(7);
    byte[] bytes = new byte[300_000];
    random.nextBytes(bytes);
    Files.write(content.resolve("film.mp4"), bytes);
    Files.writeString(content.resolve("empty.txt"), "");
    Files.createDirectories(content.resolve("sub"));
    Files.writeString(content.resolve("sub/notes.txt"), "olá\n".repeat(1000));
  }

  private RunningCli seed() {
    return RunningCli.start(
        "seed",
        content.toString(),
        "--tracker",
        ANY,
        "--listen",
        ANY,
        "-o",
        torrent.toString(),
        "--json",
        "--home",
        home);
  }

  private Cli download(String source, String to, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("download", source, "--dir", dir.resolve(to).toString(), "--listen", ANY));
    args.addAll(List.of("--json", "--home", home, "--no-dht", "--no-lsd"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void whatOneSeedsAnotherDownloadsByTorrentFile() throws Exception {
    try (RunningCli seeder = seed()) {
      seeder.line("\"event\":\"seeding\"");

      Cli run = download(torrent.toString(), "to");

      assertThat(run.exit()).as(run.toString()).isZero();
      JsonNode complete = Json.read(run.out().lines().toList().getLast());
      assertThat(complete.path("event").asString()).isEqualTo("complete");
      assertThat(complete.path("name").asString()).isEqualTo("ação");
      assertThat(complete.path("bytes").asLong()).isEqualTo(305_000);
      assertThat(complete.path("verified").asBoolean()).isTrue();
      assertSame("film.mp4");
      assertSame("sub/notes.txt");
      assertThat(dir.resolve("to/ação/empty.txt")).isEmptyFile();
    }
  }

  @Test
  void aMagnetLinkIsEnough() throws Exception {
    try (RunningCli seeder = seed()) {
      String magnet = Json.read(seeder.line("\"event\":\"seeding\"")).path("magnet").asString();

      Path trace = dir.resolve("trace.json");
      Cli run = download(magnet, "to", "--select", "notes.txt", "--trace", trace.toString());

      assertThat(run.exit()).as(run.toString()).isZero();
      assertSame("sub/notes.txt");
      assertThat(trace).content().contains("\"sketch\":\"PEDIDO\"");
    }
  }

  /** The seeder answers in both forms; what is required of one end binds the other. */
  @Test
  void encryptionIsAFlag() throws Exception {
    try (RunningCli seeder = seed()) {
      seeder.line("\"event\":\"seeding\"");

      Cli run = download(torrent.toString(), "to", "--encryption", "required");
      Cli wrong = download(torrent.toString(), "other", "--encryption", "much");

      assertThat(run.exit()).as(run.toString()).isZero();
      assertSame("film.mp4");
      assertThat(wrong.exit()).isEqualTo(2);
      assertThat(wrong.toString()).contains("off, allowed, preferred");
    }
  }

  private void assertSame(String name) {
    assertThat(dir.resolve("to/ação").resolve(name)).hasSameBinaryContentAs(content.resolve(name));
  }

  @Test
  void onlyWhatIsSelectedIsFetched() throws Exception {
    try (RunningCli seeder = seed()) {
      seeder.line("\"event\":\"seeding\"");

      Cli run = download(torrent.toString(), "to", "--select", "*.txt");

      assertThat(run.exit()).as(run.toString()).isZero();
      assertSame("sub/notes.txt");
      assertThat(dir.resolve("to/ação/film.mp4")).doesNotExist();
      assertThat(download(torrent.toString(), "to", "--select", "*.iso").exit()).isEqualTo(3);
    }
  }

  @Test
  void aTorrentFileIsSeededOnlyIfItsContentIsThere() throws Exception {
    try (RunningCli first = seed()) {
      first.line("\"event\":\"seeding\"");
    }
    Files.writeString(content.resolve("sub/notes.txt"), "ola!\n".repeat(1000));

    Cli run =
        Cli.run(
            "seed",
            torrent.toString(),
            "--dir",
            dir.resolve("from").toString(),
            "--listen",
            ANY,
            "--json",
            "--home",
            home);

    assertThat(run.exit()).as(run.toString()).isEqualTo(5);
    assertThat(run.out()).contains("\"code\":\"not-complete\"");
  }

  @Test
  void ctrlCEndsADownloadAtOnceAndFreesThePort() throws Exception {
    try (RunningCli seeder = seed()) {
      seeder.line("\"event\":\"seeding\"");
    }
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String listen = "127.0.0.1:" + port;
    RunningCli download =
        RunningCli.start(
            "download",
            torrent.toString(),
            "--dir",
            dir.resolve("to").toString(),
            "--listen",
            listen,
            "--json",
            "--home",
            home);
    download.line("\"event\":\"progress\"");
    Instant before = Instant.now();

    download.interrupt();

    assertThat(download.exit()).isEqualTo(130);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.isBound()).isTrue();
    }
  }

  @Test
  void whatCannotBeDoneIsSaidInOneSentence() throws Exception {
    Path rubbish = Files.writeString(dir.resolve("rubbish.torrent"), "not a torrent");

    Cli bad = download(rubbish.toString(), "to");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.out()).startsWith("{\"error\":{\"code\":\"not-bencode\"");
    assertThat(download(dir.resolve("none.torrent").toString(), "to").exit()).isEqualTo(3);
    assertThat(download("magnet:?dn=nothing", "to").exit()).isEqualTo(1);
    assertThat(Cli.run("seed", dir.resolve("none").toString()).exit()).isEqualTo(3);
    assertThat(Cli.run("seed", dir.toString()).exit()).isEqualTo(2);
    assertThat(dir.resolve("to")).doesNotExist();
  }

  @Test
  void aPortInUseIsNamedWithTheFlagThatChangesIt() throws Exception {
    try (RunningCli seeder = seed();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      seeder.line("\"event\":\"seeding\"");
      String address = "127.0.0.1:" + taken.getLocalPort();

      Cli run =
          Cli.run(
              "download",
              torrent.toString(),
              "--listen",
              address,
              "--home",
              home,
              "--dir",
              dir.resolve("to").toString());

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains(address, "--listen");
    }
  }
}
