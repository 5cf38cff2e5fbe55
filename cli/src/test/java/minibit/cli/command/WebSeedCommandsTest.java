package minibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import minibit.cli.Cli;
import minibit.cli.RunningCli;
import minibit.cli.output.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A plain web server is enough to download from. */
@Timeout(60)
class WebSeedCommandsTest {
  @TempDir Path dir;
  private Path content;
  private HttpServer web;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void serve() throws Exception {
    content = Files.createDirectories(dir.resolve("www/ação 1"));
    byte[] bytes = new byte[700_000];
    new Random(1).nextBytes(bytes);
    Files.write(content.resolve("50% #2.bin"), bytes);
    Files.writeString(content.resolve("notes.txt"), "olá");
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext("/", this::answer);
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      if (!Files.exists(dir.resolve("www" + path))) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] file = Files.readAllBytes(dir.resolve("www" + path));
      String[] range =
          exchange.getRequestHeaders().getFirst("Range").substring("bytes=".length()).split("-", 2);
      int from = Integer.parseInt(range[0]);
      int to = Integer.parseInt(range[1]) + 1;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + file.length);
      exchange.sendResponseHeaders(206, to - from);
      exchange.getResponseBody().write(Arrays.copyOfRange(file, from, to));
    }
  }

  private String url() {
    return "http://127.0.0.1:" + web.getAddress().getPort() + "/";
  }

  private Path torrent(String... more) {
    Path torrent = dir.resolve("made.torrent");
    List<String> words =
        new ArrayList<>(
            List.of("create", content.toString(), "-o", torrent.toString(), "--home", home()));
    words.addAll(List.of(more));
    assertThat(Cli.run(words.toArray(String[]::new)).exit()).isZero();
    return torrent;
  }

  private String home() {
    return dir.resolve("home").toString();
  }

  private String[] download(Path torrent, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "download",
                torrent.toString(),
                "--dir",
                dir.resolve("to").toString(),
                "--listen",
                "127.0.0.1:0",
                "--json",
                "--home",
                home()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private void assertComplete(Cli run) {
    assertThat(run.exit()).as(run.toString()).isZero();
    JsonNode complete = Json.read(run.out().lines().toList().getLast());
    assertThat(complete.path("event").asString()).isEqualTo("complete");
    assertThat(complete.path("verified").asBoolean()).isTrue();
    for (String name : List.of("50% #2.bin", "notes.txt")) {
      assertThat(dir.resolve("to/ação 1").resolve(name))
          .hasSameBinaryContentAs(content.resolve(name));
    }
  }

  @Test
  void aTorrentFileNamesTheServer() {
    Path trace = dir.resolve("trace.json");
    assertComplete(Cli.run(download(torrent("--webseed", url()), "--trace", trace.toString())));

    assertThat(asked).containsOnly("/ação 1/50% #2.bin", "/ação 1/notes.txt");
    assertThat(trace)
        .content()
        .contains("\"message\":\"web-request\"", "\"message\":\"piece\"", "\"end\":\"whole\"");
  }

  @Test
  void theUserNamesTheServer() {
    assertComplete(Cli.run(download(torrent(), "--webseed", url(), "--no-webseeds")));
  }

  /** Who waits hears why nothing comes, in his language. */
  @Test
  void aServerWithoutTheFilesIsNamed() throws Exception {
    Path torrent = torrent();
    String[] words = download(torrent, "--webseed", url() + "elsewhere/", "--no-dht", "--no-lsd");
    List<String> told = new ArrayList<>(List.of(words));
    told.remove("--json");
    told.addAll(List.of("--lang", "pt-BR"));
    try (RunningCli run = RunningCli.start(told.toArray(String[]::new))) {
      await()
          .until(
              () -> run.said().contains(url() + "elsewhere/: semente web, arquivo não encontrado"));
    }
  }

  /** Nobody waits for peers whose bytes could not be kept; what lies there already is read. */
  @Test
  void aFolderThatCannotBeWrittenToIsRefusedAtOnce() throws Exception {
    Path torrent = torrent();
    Path to = Files.createDirectories(dir.resolve("to"));
    assumeThat(to.toFile().setWritable(false)).isTrue();
    try {
      assumeThat(Files.isWritable(to)).as("root may write everywhere").isFalse();
      Cli run = Cli.run(download(torrent, "--no-dht", "--no-lsd"));

      assertThat(run.exit()).isEqualTo(6);
      assertThat(run.err()).contains(to.toString());
    } finally {
      to.toFile().setWritable(true);
    }
  }

  @Test
  void anAddressWithAPasswordIsRefused() {
    Cli run = Cli.run(download(torrent(), "--webseed", "http://me:secret@127.0.0.1/"));

    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void nobodyIsAskedAgainstTheUsersWill() throws Exception {
    try (RunningCli run =
        RunningCli.start(download(torrent("--webseed", url()), "--no-webseeds"))) {
      run.line("\"event\":\"progress\"");
      run.line("\"state\":\"downloading\"");
    }

    assertThat(asked).isEmpty();
  }
}
