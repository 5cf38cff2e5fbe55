package minibit.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import minibit.cli.Cli;
import minibit.cli.RunningCli;
import minibit.cli.output.Json;
import minibit.daemon.config.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A daemon is started, asked, configured and stopped by commands alone. */
class UpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ANY = "127.0.0.1:0";

  @TempDir Path dir;

  private RunningCli up(String... more) {
    String[] words = {
      "up",
      "--no-shell",
      "--json",
      "--no-lsd",
      "--listen",
      ANY,
      "--member",
      ANY,
      "--name",
      "ana",
      "--group",
      "up-test",
      "--home",
      home()
    };
    String[] all = new String[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return RunningCli.start(all);
  }

  private String home() {
    return dir.resolve("home").toString();
  }

  @Test
  void aDaemonSharesAnswersAndStops() throws Exception {
    Path files = Files.createDirectories(dir.resolve("files"));
    Files.writeString(files.resolve("carta.txt"), "olá");
    try (RunningCli up = up("--set", "log.files=3", "--encryption", "required", files.toString())) {
      JsonNode told = Json.read(up.line("\"event\":\"up\""));
      assertThat(told.path("name").asString()).isEqualTo("ana");
      assertThat(told.path("listen").path("api").asString()).startsWith("127.0.0.1:");

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Cli.run("search", "carta", "--home", home()).out())
                      .contains("carta.txt"));
      Cli second = Cli.run("up", "--no-shell", "--home", home());
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err()).contains("in use").contains(told.path("pid").asString());

      JsonNode config = Json.read(Cli.run("config", "--json", "--home", home()).out());
      assertThat(config.path("running").asBoolean()).isTrue();
      assertThat(config.path("settings"))
          .anyMatch(
              setting ->
                  setting.path("key").asString().equals("log.files")
                      && setting.path("value").asString().equals("3")
                      && setting.path("source").asString().equals("--set"))
          .anyMatch(
              setting ->
                  setting.path("key").asString().equals("connections.encryption")
                      && setting.path("value").asString().equals("required")
                      && setting.path("source").asString().equals("--encryption"));

      assertThat(Cli.run("down", "--home", home()).exit()).isZero();
      assertThat(up.exit()).isZero();
    }
    assertThat(Files.readString(dir.resolve("home/logs/minibit.log")))
        .contains("registered 1 files", "search 'carta'", "ELECTION");
    assertThat(Cli.run("status", "--home", home()).exit()).isEqualTo(4);
  }

  @Test
  void nonsenseInSettingsIsRefusedBeforeAnythingStarts() throws Exception {
    Files.createDirectories(dir.resolve("home"));
    Files.writeString(dir.resolve("home/minibit.toml"), "[group]\nheartbeat = \"16 s\"\n");

    Cli up = Cli.run("up", "--no-shell", "--home", home());

    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).contains("minibit.toml:2", "group.lease", "group.heartbeat");
    assertThat(dir.resolve("home/lock")).doesNotExist();
  }

  @Test
  void pathsThatAreNotThereAreNamed() {
    Cli up = Cli.run("up", "--no-shell", "--home", home(), dir.resolve("nothing").toString());
    assertThat(up.exit()).isEqualTo(3);
    assertThat(up.err()).contains("nothing");
  }

  @Test
  void withoutADaemonConfigSaysHowOneWouldStart() {
    Cli config =
        Cli.run(Map.of("MINIBIT_GROUP_LEASE", "40 s"), "config", "--home", home(), "--lang", "en");
    assertThat(config.exit()).isZero();
    assertThat(config.out()).contains("lease = 40 s   (MINIBIT_GROUP_LEASE)");
    assertThat(config.err()).contains("No daemon is running");

    String printed = Cli.run("config", "--defaults", "--home", home()).out();
    assertThat(Keys.ALL).allMatch(setting -> printed.contains("#" + setting.name() + " = "));
  }

  @Test
  void aCopiedHomeGetsAnotherIdentity() {
    String none = Cli.run("identity", "--home", home()).err();
    assertThat(none).contains(home());
    String first = Cli.run("identity", "new", "--json", "--home", home()).out();
    assertThat(Cli.run("identity", "--json", "--home", home()).out()).isEqualTo(first);
    String second = Cli.run("identity", "new", "--json", "--home", home()).out();
    assertThat(second).isNotEqualTo(first).contains("\"id\"");
    assertThat(dir.resolve("home/identity.old")).exists();
  }
}
