package minibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import minibit.cli.Cli;
import minibit.cli.RunningCli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when peers or words are no good. */
class RefusalsTest {
  private static final String ANY = "127.0.0.1:0";
  private static final String LINK = "magnet:?xt=urn:btih:" + "ab".repeat(20);

  @TempDir Path dir;

  @Test
  void whoRequiresEncryptionHearsHowManyRefuseIt() throws Exception {
    Path content = Files.writeString(dir.resolve("notes.txt"), "olá\n".repeat(1000));
    Path torrent = dir.resolve("made.torrent");
    String home = dir.resolve("home").toString();
    try (RunningCli seeder =
        RunningCli.start(
            "seed",
            content.toString(),
            "--tracker",
            ANY,
            "--listen",
            ANY,
            "-o",
            torrent.toString(),
            "--encryption",
            "off",
            "--json",
            "--home",
            home)) {
      seeder.line("\"event\":\"seeding\"");
      try (RunningCli told = download(torrent, "people", "--lang", "pt-BR")) {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> told.said().contains("1 par encerrou a conexão cifrada"));
      }
      try (RunningCli told = download(torrent, "programs", "--json")) {
        told.line("\"refusing\":1");
      }
    }
  }

  private RunningCli download(Path torrent, String to, String... more) {
    String[] words = {
      "download",
      torrent.toString(),
      "--dir",
      dir.resolve(to).toString(),
      "--listen",
      ANY,
      "--encryption",
      "required",
      "--no-dht",
      "--home",
      dir.resolve(to + "-home").toString()
    };
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return RunningCli.start(all);
  }

  @Test
  void aRouterMayBeNamed() {
    Cli english = Cli.run("download", LINK, "--dht-router", "nonsense", "--lang", "en");
    Cli portuguese = Cli.run("download", LINK, "--dht-router", "nonsense", "--lang", "pt-BR");

    assertThat(english.exit()).isEqualTo(2);
    assertThat(english.err()).contains("'nonsense'", "HOST:PORT", "node.example:6881");
    assertThat(portuguese.err()).contains("'nonsense'", "HOST:PORTA", "no.exemplo:6881");
  }
}
