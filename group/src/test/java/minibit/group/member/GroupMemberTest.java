package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Content;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.group.office.Epoch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class GroupMemberTest {
  @TempDir Path folder;

  /** Daemons find each other, agree on a tracker, and three of them vote. */
  @Test
  void daemonsBecomeAGroup() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      assertThat(lab.tracker()).isEqualTo(1);
      lab.start(2);
      lab.start(3);
      lab.awaitVoters(3);

      lab.share(2, 1, 40);
      lab.share(3, 30, 40);
      lab.awaitAvailable(69);

      // A changed share is a changed catalogue, by the differences alone.
      lab.book(2).remove(List.of("folder/file 1", "folder/file 2"));
      lab.share(3, 100, 1);
      lab.awaitAvailable(68);
      Content signed = lab.read(lab.tracker(), state -> state.contents().iterator().next());
      assertThat(signed.publisher().orElseThrow().isGenuine(signed)).isTrue();

      // The daemon's own messages reach the tracker, whoever asks.
      for (int i = 1; i <= 3; i++) {
        byte[] answer =
            lab.member(i)
                .relayToTracker(7, "hello".getBytes(StandardCharsets.UTF_8))
                .get(20, TimeUnit.SECONDS);
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo(lab.tracker() + ":hello");
      }
    }
  }

  /** Also while its voter is still being opened, the port is free afterwards. */
  @Test
  void whoLeavesKeepsNoPort() throws Exception {
    for (int round = 0; round < 2; round++) {
      try (Lab lab = new Lab(Files.createTempDirectory(folder, "lab"))) {
        lab.start(1);
        MemberId left = lab.id(1);
        await()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> isOpening(left) || lab.member(1).voter().isPresent());
        lab.down(1);
        // One that is opened later would take the port then.
        assertThat(isOpening(left)).isFalse();
        PeerAddress seat = lab.seat(1);
        try (ServerSocket port = new ServerSocket()) {
          port.bind(new InetSocketAddress(InetAddress.getByAddress(seat.ip()), seat.port()));
        }
      }
    }
  }

  private static boolean isOpening(MemberId member) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("voter opens " + member.brief()));
  }

  /** A tracker that dies is replaced in a higher epoch; its files hide when its lease is over. */
  @Test
  void aDeadTrackerIsReplaced() throws Exception {
    try (Lab lab = three()) {
      lab.share(1, 1, 10);
      lab.share(2, 100, 10);
      lab.share(3, 200, 10);
      lab.awaitAvailable(30);
      int dead = lab.tracker();
      Epoch before = lab.member(dead).status().epoch();

      lab.kill(dead);

      int next = lab.tracker();
      assertThat(lab.member(next).status().epoch()).isGreaterThan(before);
      assertThat(lab.read(next, CatalogueState::contentCount)).isEqualTo(30);
      lab.awaitAvailable(20);

      // It comes back with a heartbeat, and its files with it.
      lab.start(dead);
      lab.awaitAvailable(30);
    }
  }

  /** A tracker that says goodbye hands over first, and is gone within two seconds. */
  @Test
  void aTrackerThatLeavesHandsOver() throws Exception {
    try (Lab lab = three()) {
      lab.share(2, 1, 5);
      lab.share(3, 1, 5);
      lab.share(1, 1, 5);
      lab.awaitAvailable(5);
      int old = lab.tracker();

      Duration took = lab.down(old);

      assertThat(took).isLessThan(Duration.ofSeconds(3));
      int next = lab.tracker();
      assertThat(next).isNotEqualTo(old);
      await()
          .atMost(Lab.LONG)
          .until(() -> !lab.read(lab.tracker(), state -> state.isPresent(lab.id(old))));
      // For good: what it asked for while it looked for its successor may arrive only now.
      GroupMember tracker = lab.member(next);
      Passport gone = lab.read(next, state -> state.member(lab.id(old)).orElseThrow().passport());
      tracker
          .askOnLoop(() -> new Admission(tracker).join(gone, "lab", Optional.empty()))
          .get(5, TimeUnit.SECONDS);
      boolean back = lab.read(next, state -> state.isPresent(lab.id(old)));
      assertThat(back).isFalse();
      lab.awaitVoters(1);
      lab.start(old);
      lab.awaitVoters(3);
    }
  }

  /** Of two members the one with the only vote gives its log away before it goes. */
  @Test
  void theLastVoterLeavesItsLogToTheOther() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.share(2, 1, 5);
      lab.awaitAvailable(5);
      int old = lab.tracker();

      lab.down(old);

      lab.tracker();
      lab.awaitAvailable(old == 2 ? 0 : 5);
      lab.awaitVoters(1);
    }
  }

  /** An election on demand puts another in office, in a higher epoch. */
  @Test
  void anElectionOnDemand() throws Exception {
    try (Lab lab = three()) {
      int old = lab.tracker();
      Epoch before = lab.member(old).status().epoch();
      int asker = old == 1 ? 2 : 1;

      Reply reply = lab.member(asker).election().get(30, TimeUnit.SECONDS);

      assertThat(reply).isInstanceOf(Reply.Done.class);
      await().atMost(Lab.LONG).until(() -> lab.tracker() != old);
      assertThat(lab.member(asker).status().epoch()).isGreaterThan(before);
    }
  }

  /** Two groups of a name become one when they see each other, and no file is lost. */
  @Test
  void groupsOfANameThatMeetBecomeOne() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.deafen(3, true);
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.share(1, 1, 10);
      lab.share(2, 11, 10);
      lab.awaitAvailable(20);
      lab.start(3);
      await()
          .atMost(Lab.LONG)
          .until(() -> lab.member(3).status().role() == GroupStatus.Role.TRACKER);
      lab.share(3, 21, 10);

      lab.deafen(3, false);

      lab.awaitAvailable(30);
      lab.awaitVoters(3);
      GroupId one = lab.member(1).status().face().orElseThrow().id();
      assertThat(lab.member(3).status().face().orElseThrow().id()).isEqualTo(one);
    }
  }

  /** A second daemon with one identity is refused while the first still answers. */
  @Test
  void aCopiedHomeIsRefused() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      await().atMost(Lab.LONG).until(() -> lab.read(1, state -> state.isPresent(lab.id(2))));

      lab.start(9, 2, List.of(lab.door(1)));

      await()
          .atMost(Lab.LONG)
          .until(() -> lab.refusals().stream().anyMatch(r -> r.startsWith("DUPLICATE_IDENTITY")));
    }
  }

  /** All five restart, as after a power cut: the same group, the same files. */
  @Test
  @Tag("slow")
  void everybodyRestarts() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      for (int i = 2; i <= 5; i++) {
        lab.start(i);
      }
      lab.awaitVoters(5);
      for (int i = 1; i <= 5; i++) {
        lab.share(i, 100 * i, 20);
      }
      lab.awaitAvailable(100);
      GroupId group = lab.member(1).status().face().orElseThrow().id();
      Epoch epoch = lab.member(1).status().epoch();
      for (int i = 1; i <= 5; i++) {
        lab.kill(i);
      }
      for (int i = 1; i <= 5; i++) {
        lab.start(i);
      }
      lab.awaitAvailable(100);
      assertThat(lab.member(2).status().face().orElseThrow().id()).isEqualTo(group);
      assertThat(lab.member(2).status().epoch()).isGreaterThan(epoch);
    }
  }

  /** Twelve daemons that start in the same second end up in one group with all their files. */
  @Test
  @Tag("slow")
  void twelveAtOnceBecomeOneGroup() throws Exception {
    try (Lab lab = new Lab(folder)) {
      for (int i = 1; i <= 12; i++) {
        lab.start(i);
        lab.share(i, 100 * i, 10);
      }
      lab.awaitAvailable(120);
      lab.awaitVoters(5);
    }
  }

  private Lab three() throws Exception {
    Lab lab = new Lab(folder);
    lab.start(1);
    lab.tracker();
    lab.start(2);
    lab.start(3);
    lab.awaitVoters(3);
    return lab;
  }
}
