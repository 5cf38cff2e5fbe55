package minibit.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.Cli;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A closed group made, entered, left and saved by commands, between processes. */
@Timeout(240)
@Tag("slow")
class ClosedGroupCommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SOON_AWAY = "group.lease=5 s";

  @TempDir Path folder;
  private final List<DaemonProcess> daemons = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (DaemonProcess daemon : daemons.reversed()) {
      daemon.close();
    }
  }

  private DaemonProcess up(String name, String... more) throws Exception {
    DaemonProcess daemon = DaemonProcess.up(folder, name, more);
    daemons.add(daemon);
    return daemon;
  }

  private DaemonProcess founder(String... more) throws Exception {
    DaemonProcess founder = up("ana", more);
    enters(founder, "group", "create", "friends", "--closed");
    founder.awaitPapers(1);
    JsonNode founded = founder.json("group", "show");
    assertThat(founded.path("name").asString()).isEqualTo("friends");
    assertThat(founded.path("closed").asBoolean()).isTrue();
    return founder;
  }

  /** On a machine that is busy enough a command ends before the group has answered, and says so. */
  private static void enters(DaemonProcess daemon, String... words) {
    assertThat(daemon.run(words).exit()).isIn(0, 4);
  }

  private static Cli refused(DaemonProcess daemon, String... words) {
    return await().atMost(PATIENCE).until(() -> daemon.run(words), said -> said.exit() != 4);
  }

  /**
   * The invited come in, at start or later; others are refused, with the exit code that says so.
   */
  @Test
  void theInvitedComeInAndOthersAreRefused() throws Exception {
    DaemonProcess ana = founder("--set", SOON_AWAY);
    JsonNode invite = ana.json("group", "invite", "--valid", "10m");
    String link = invite.path("link").asString();
    String address = invite.path("addresses").path(0).asString();

    DaemonProcess bob = up("bob", "--join", link, "--set", SOON_AWAY);
    bob.awaitPapers(2);
    assertThat(bob.group().path("name").asString()).isEqualTo("friends");

    DaemonProcess carl = up("carl", "--set", SOON_AWAY);
    Cli stranger = refused(carl, "group", "join", address);
    assertThat(stranger.exit()).isEqualTo(6);
    assertThat(stranger.err()).contains("closed").doesNotContain("Exception");
    Cli second = refused(carl, "group", "join", link);
    assertThat(second.exit()).isEqualTo(6);
    assertThat(second.err()).contains("another daemon has used it");
    assertThat(carl.run("group", "join", "minibit:join?at=&ticket=x").exit()).isEqualTo(2);
    assertThat(carl.papers()).isLessThan(2);

    enters(carl, "group", "join", bob.json("group", "invite").path("link").asString());
    carl.awaitPapers(3);

    // The link that brought somebody in does no harm at the next start.
    bob.close();
    DaemonProcess again = up("bob", "--join", link, "--set", SOON_AWAY);
    again.awaitPapers(3);

    assertThat(ana.run("group", "forget", "carl").exit()).isEqualTo(1);
    assertThat(carl.run("group", "leave").out())
        .contains("none: group create NAME founds one")
        .doesNotContain("voters", "looking");
    ana.awaitPapers(2);
    assertThat(carl.run("search", "paper").exit()).isEqualTo(4);
    again.kill();
    ana.awaitPapers(1);
    await().atMost(PATIENCE).until(() -> ana.run("group", "forget", "bob").exit() == 0);
    assertThat(ana.json("group", "members").path("members")).hasSize(1);
  }

  /** Three of five voters are gone for good: one command begins anew, with what is still there. */
  @Test
  void aGroupThatLostMostVotersIsRecovered() throws Exception {
    DaemonProcess ana = founder();
    String link = ana.json("group", "invite", "--reusable").path("link").asString();
    for (String name : List.of("bob", "carl", "dora", "emil")) {
      up(name, "--join", link);
    }
    ana.awaitPapers(5);
    await().atMost(PATIENCE).until(() -> ana.group().path("voters").size() == 5);
    assertThat(ana.run("group", "recover").exit()).isEqualTo(1);
    for (DaemonProcess lost : daemons.subList(0, 3)) {
      lost.kill();
    }
    DaemonProcess dora = daemons.get(3);
    DaemonProcess emil = daemons.get(4);
    await().atMost(PATIENCE).until(() -> !dora.group().path("quorum").asBoolean());
    assertThat(dora.run("election").exit()).isEqualTo(4);

    enters(dora, "group", "recover");

    dora.awaitPapers(2);
    emil.awaitPapers(2);
    assertThat(emil.group().path("id").asString()).isEqualTo(dora.group().path("id").asString());
    // One that was not lost after all comes back into the group as it is now.
    DaemonProcess back = up("bob");
    back.awaitPapers(3);
    dora.awaitPapers(3);
    assertThat(back.group().path("quorum").asBoolean()).isTrue();
  }

  /** What is no invitation is said before anything is opened. */
  @Test
  void aJoinThatCannotBeReadIsRefused() throws Exception {
    Path home = folder.resolve("home");
    Cli up = Cli.run("up", "--no-shell", "--no-lsd", "--home", home.toString(), "--join", "what");
    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).contains("what", "invite link");
    assertThat(Files.exists(home.resolve("lock"))).isFalse();
  }
}
