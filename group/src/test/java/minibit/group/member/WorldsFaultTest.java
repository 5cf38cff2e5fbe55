package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import minibit.core.catalogue.CatalogueState;
import minibit.group.testing.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ports that are taken and disks that are full: said in words, survived, and mended by itself. */
@Timeout(120)
class WorldsFaultTest {
  @TempDir Path folder;

  /** Somebody sits on the port for votes: the process goes on, says so, and founds when it can. */
  @Test
  void aPortThatIsTakenIsSaidAndTriedAgain() throws Exception {
    try (Lab lab = new Lab(folder)) {
      try (ServerSocket taken =
          new ServerSocket(lab.seat(1).port(), 1, InetAddress.getLoopbackAddress())) {
        GroupMember one = lab.start(1);
        await().atMost(Lab.LONG).until(() -> one.status().trouble().isPresent());
        assertThat(one.status().trouble())
            .hasValueSatisfying(
                trouble ->
                    assertThat(trouble.words())
                        .contains("cannot vote", ":" + taken.getLocalPort(), "in use"));
        // It is stopped and started meanwhile: a founder all the same.
        lab.kill(1);
        lab.start(1);
        await().atMost(Lab.LONG).until(() -> lab.member(1).status().trouble().isPresent());
      }
      assertThat(lab.tracker()).isEqualTo(1);
      assertThat(lab.member(1).status().trouble()).isEmpty();
    }
  }

  /**
   * The disk under a tracker's log is full: another takes over with all that was acknowledged, the
   * full one says what is wrong, and votes again when there is room.
   */
  @Test
  void aTrackerWhoseDiskIsFullStandsDownAndComesBack() throws Exception {
    try (Lab lab = new Lab(folder);
        SmallDisk disk = SmallDisk.at(lab.home(1), 24)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.start(3);
      lab.awaitVoters(3);
      lab.share(1, 1, 5);
      lab.awaitAvailable(5);

      disk.fill();
      // Enough that what the log has set aside ahead does not hold it.
      lab.share(1, 100, 12_000);
      lab.awaitAvailable(12_005);
      assertThat(lab.tracker()).isNotEqualTo(1);
      await().atMost(Lab.LONG).until(() -> lab.member(1).status().trouble().isPresent());
      assertThat(lab.member(1).status().trouble().orElseThrow().kind())
          .isEqualTo(Trouble.Kind.LOG_UNWRITABLE);

      disk.makeRoom();
      await().atMost(Lab.LONG).until(() -> lab.member(1).status().trouble().isEmpty());
      lab.awaitVoters(3);
      await()
          .atMost(Lab.LONG)
          .ignoreExceptions()
          .until(() -> lab.read(1, CatalogueState::contentCount) == 12_005);
    }
  }

  /** Alone on a full disk nothing is acknowledged and nothing is lost; with room all goes on. */
  @Test
  void aloneOnAFullDiskItWaitsForRoom() throws Exception {
    try (Lab lab = new Lab(folder);
        SmallDisk disk = SmallDisk.at(lab.home(1), 24)) {
      lab.start(1);
      lab.tracker();
      lab.share(1, 1, 5);
      lab.awaitAvailable(5);

      disk.fill();
      lab.share(1, 100, 12_000);
      await().atMost(Lab.LONG).until(() -> lab.member(1).status().trouble().isPresent());
      assertThat(lab.member(1).status().trouble().orElseThrow().words())
          .contains("cannot be written");
      // And a start on the full disk neither ends the process nor harms the log.
      lab.kill(1);
      lab.start(1);
      await().atMost(Lab.LONG).until(() -> lab.member(1).status().trouble().isPresent());

      disk.makeRoom();
      lab.awaitAvailable(12_005);
      assertThat(lab.member(1).status().trouble()).isEmpty();
    }
  }
}
