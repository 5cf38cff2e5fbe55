package minibit.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.cli.Cli;
import minibit.cli.FakeDaemon;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What commands have a daemon do, and what they say of it. */
class RemoteChangesTest {
  @TempDir Path folder;

  private final FakeDaemon daemon = new FakeDaemon("ana");

  private Cli run(String... args) {
    return Cli.run(daemon, args);
  }

  private JsonNode json(String... args) {
    Cli run = run(args);
    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out().lines()).as("one value a line").hasSize(1);
    return Json.read(run.out());
  }

  @Test
  void sharesAreGivenAsAbsolutePathsAndOnlyIfAllExist() throws Exception {
    Path real = Files.createDirectory(folder.resolve("docs")).toRealPath();

    Cli run = run("share", folder.resolve("docs/../docs").toString());

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains(real + "   files: 4   8.0 KiB");
    assertThat(daemon.asked()).containsExactly("share " + real);
    assertThat(run("share", real.toString(), folder.resolve("none").toString()).exit())
        .isEqualTo(3);
    assertThat(daemon.asked()).hasSize(1);
    assertThat(json("share", real.toString(), "--json").path("shares")).hasSize(1);
    assertThat(run("share").out()).contains("/srv/docs");
  }

  @Test
  void unshareAndRefreshSayWhatTheyDid() {
    assertThat(run("unshare", "/srv/gone").out()).contains("No longer shared: /srv/gone");
    assertThat(daemon.asked()).containsExactly("unshare /srv/gone");
    assertThat(run("refresh", "--wait").out()).contains("/srv/docs");
    assertThat(json("refresh", "--json").path("shares")).hasSize(1);
  }

  @Test
  void anElectionTellsBothEpochs() {
    assertThat(run("election").out()).contains("Tracker: bia (before: ana), epoch 7 → 8, in 0.9 s");
    assertThat(json("election", "--json").path("tracker").path("name").asString()).isEqualTo("bia");
  }

  @Test
  void theGroupIsShownAndChanged() {
    assertThat(run("group").out()).contains("lab").doesNotContain("process");
    Cli invite = run("group", "invite");
    assertThat(invite.out().strip()).isEqualTo("minibit:?group=lab");
    assertThat(invite.err()).contains("minibit up --join 192.0.2.1:7000");
    run("group", "join", "192.0.2.9:7000");
    run("grupo", "esquecer", "rui");
    run("group", "leave");
    run("group", "recover");
    assertThat(daemon.asked()).contains("join 192.0.2.9:7000", "forget rui", "leave", "recover");
    assertThat(json("group", "--json").path("epoch").asInt()).isEqualTo(7);
    run("group", "create", "friends", "--closed");
    assertThat(run("group", "invite", "--valid", "7d", "--reusable").err())
        .contains("closed group lab", "any number");
    assertThat(run("group", "invite", "--valid", "1h").err()).contains("for one daemon");
    assertThat(daemon.asked())
        .contains("create friends closed", "invite 604800 true", "invite 3600 false");
    assertThat(run("group", "create").exit()).isEqualTo(2);
    assertThat(run("group", "invite", "--valid", "90d").err()).contains("at most 30 days");
    assertThat(run("group", "leave", "--closed").exit()).isEqualTo(2);
  }

  // Files are shown under the numbers by which they are chosen.
  @Test
  void theFilesOfATransferAreShownAndChosen() {
    assertThat(run("files", "ab12").out())
        .contains("1", "2.0 KiB", "50", "high", "day 2.jpg", "skip")
        .doesNotContain("\u001b[2J");
    assertThat(run("files", "ab12").err()).contains("2 of 3 files");
    assertThat(json("files", "ab12", "--json").path("files").get(1).path("index").asInt())
        .isEqualTo(2);
    run("files", "ab12", "1,3", "--priority", "low");
    assertThat(daemon.asked())
        .contains("choose ab12 [Change[index=0, priority=low], Change[index=2, priority=low]]");
    for (String bad :
        List.of(
            "files", "files ab12 1", "files ab12 --priority low", "files ab12 0 --priority low")) {
      assertThat(run(bad.split(" ")).exit()).as(bad).isEqualTo(2);
    }
    assertThat(run("files", "ab12", "3-1", "--priority", "low").err()).contains("3-1");
    assertThat(run("files", "ab12", "1", "--priority", "soon").err()).contains("'soon'");
  }

  @Test
  void theTurtleIsTurnedOnAndOff() {
    assertThat(run("limit", "--turtle", "on", "--up", "50K").out())
        .contains("up no limit   down no limit", "now, by the turtle: up 50.0 KiB/s");
    assertThat(json("limit", "--json").path("turtle").path("on").asBoolean()).isTrue();
    assertThat(run("limit", "--turtle", "off").out()).doesNotContain("turtle");
    assertThat(run("limit", "--turtle", "on", "--lang", "pt-BR").out()).contains("tartaruga");
    assertThat(run("limit", "--turtle", "maybe").exit()).isEqualTo(2);
    assertThat(run("limit", "ab12", "--turtle", "on").exit()).isEqualTo(2);
  }

  /** What is not named stays. */
  @Test
  void limitsKeepWhatIsNotNamed() {
    assertThat(run("limit").out()).contains("up no limit", "down no limit");
    assertThat(run("limit", "--up", "500K").out()).contains("up 500.0 KiB/s", "down no limit");
    assertThat(run("limit", "--down", "1M").out()).contains("up 500.0 KiB/s", "down 1.0 MiB/s");
    assertThat(run("limit", "--up", "none").out()).contains("up no limit", "down 1.0 MiB/s");
    assertThat(json("limit", "--json").path("down").asLong()).isEqualTo(1 << 20);
  }

  /** What is printed of 0 is what the daemon was told. */
  @Test
  void zeroIsNoLimit() {
    run("limit", "--up", "500K", "--down", "1M");
    assertThat(run("limit", "--up", "0").out()).contains("up no limit", "down 1.0 MiB/s");
    assertThat(json("limit", "--json").path("up").asLong(0)).isZero();
    assertThat(json("limit", "--json").path("down").asLong()).isEqualTo(1 << 20);
    assertThat(run("limit", "--down", "0", "--lang", "pt-BR").out()).contains("recebe sem limite");
    assertThat(json("limit", "--json").path("down").asLong(0)).isZero();
  }

  @Test
  void sharedFilesLeaveAsTorrentsAndLinks() throws Exception {
    Path file = folder.resolve("x.torrent");
    assertThat(run("export", "ef56", "-o", file.toString()).out()).contains("Created " + file);
    assertThat(file).hasContent("de");
    assertThat(run("export", "ef56", "-o", file.toString()).exit()).isEqualTo(1);
    assertThat(run("export", "ef56", "-o", file.toString(), "--force").exit()).isZero();
    assertThat(run("export", "ef56", "--magnet").out()).startsWith("magnet:?xt=urn:btih:ef56");
    assertThat(run("export", "notes.txt", "--magnet").exit()).isEqualTo(2);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  /** Names come from anybody; files are written here. */
  @Test
  void exportedNamesStayInThisFolder() {
    assertThat(ExportCommand.safe("../../etc/passwd.torrent"))
        .doesNotContain("/")
        .doesNotStartWith(".");
    assertThat(ExportCommand.safe(FakeDaemon.EVIL)).isEqualTo("a_[2Jb_gpj.exe.torrent");
    assertThat(ExportCommand.safe("...")).isEqualTo("_.torrent");
    assertThat(ExportCommand.safe("x".repeat(500))).hasSize(88);
    assertThat(ExportCommand.safe(" .torrent")).isEqualTo("_.torrent");
  }

  @Test
  void downWaitsOnlyForOtherProcesses() {
    assertThat(run("down").out()).contains("Stopped");
    assertThat(json("down", "--json").path("stopped").asBoolean()).isTrue();
  }
}
