package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody says that it is tracker, and is not. */
@Timeout(180)
class ImpostorTest {
  private static final PeerAddress NOWHERE = PeerAddress.of(new byte[] {10, 9, 9, 9}, 9);

  @TempDir Path folder;

  /** Neither a count beyond all counts, nor the next one, nor a higher term ends a group. */
  @Test
  void aStrangerIsNotFollowed() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.start(3);
      lab.awaitVoters(3);
      int tracker = lab.tracker();
      MemberKeys stranger = MemberKeys.drawn();
      Post post = new Post(stranger, lab::carry, List.of());
      Office real = lab.member(tracker).status().office().orElseThrow();
      long term = real.epoch().term();
      for (int i = 1; i <= 3; i++) {
        assertThat(post.meet(lab.member(i).passport())).isTrue();
        for (Epoch epoch :
            List.of(
                new Epoch(Epoch.MAX_RECOVERY, 1),
                new Epoch(Trust.STEP, 1),
                new Epoch(1, 1),
                new Epoch(0, Long.MAX_VALUE))) {
          Reply reply = say(post, lab.id(i), office(stranger, real, epoch));
          assertThat(reply).isInstanceOf(Reply.Failed.class);
        }
      }
      Lab.holds(
          Duration.ofSeconds(2),
          "the tracker is followed",
          () -> isFollowed(lab, tracker, new Epoch(0, term), 3));

      lab.share(1, 1, 3);
      lab.awaitAvailable(3);
    }
  }

  /** Whether this one is tracker, and the first so many follow it in that epoch. */
  private static boolean isFollowed(Lab lab, int tracker, Epoch epoch, int members)
      throws IOException {
    for (int i = 1; i <= members; i++) {
      GroupStatus status = lab.member(i).status();
      if (!status.epoch().equals(epoch)
          || status.office().filter(at -> at.tracker().id().equals(lab.id(tracker))).isEmpty()
          || !recovery(lab, i).equals("0")) {
        return false;
      }
    }
    return true;
  }

  /** Who was sent away from a closed group knows the key, and is followed by nobody. */
  @Test
  void whoWasForgottenIsNotFollowed() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1, new Entry.Found(true));
      lab.tracker();
      lab.start(2, invited(lab), 1);
      lab.tracker();
      Office real = lab.member(1).status().office().orElseThrow();
      Door door = new Door(new Entry.Look());
      door.close(lab.member(1).door().key().orElseThrow());
      MemberKeys gone = MemberKeys.drawn();
      Post post = new Post(gone, door.through(lab::carry), List.of());
      post.meet(lab.member(1).passport());
      post.meet(lab.member(2).passport());

      for (int i = 1; i <= 2; i++) {
        for (Epoch epoch : List.of(new Epoch(1, 1), new Epoch(0, 1_000_000))) {
          assertThat(say(post, lab.id(i), office(gone, real, epoch)))
              .isInstanceOf(Reply.Failed.class);
        }
      }
      Lab.holds(
          Duration.ofMillis(1500),
          "the tracker is followed",
          () -> isFollowed(lab, 1, real.epoch(), 2) && lab.member(2).voter().isEmpty());
    }
  }

  private static Entry invited(Lab lab) {
    return new Entry.Invited(lab.member(1).invite(Duration.ofDays(1), false).orElseThrow());
  }

  /** A record that such a one spoilt is mended when it is read: the log knows better. */
  @Test
  void aSpoiltRecordIsMended() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.share(1, 1, 3);
      lab.awaitAvailable(3);
      for (String count : List.of("2147483647", "-2147483648")) {
        lab.kill(1);
        Path file = lab.home(1).resolve("group.properties");
        Files.writeString(
            file,
            Files.readString(file)
                .replace("recovery=0", "recovery=" + count)
                .replace("votes=true", "votes=false"));

        lab.start(1);

        lab.awaitAvailable(3);
        await().atMost(Lab.LONG).until(() -> recovery(lab, 1).equals("0"));
      }
    }
  }

  private static String recovery(Lab lab, int number) throws IOException {
    return Files.readAllLines(lab.home(number).resolve("group.properties")).stream()
        .filter(line -> line.startsWith("recovery="))
        .map(line -> line.substring("recovery=".length()))
        .findFirst()
        .orElseThrow();
  }

  static Reply say(Post post, MemberId to, Office office) throws Exception {
    return post.ask(
            to, new Request.Heartbeat(office, 0, 0, Optional.empty()), Duration.ofSeconds(5))
        .get(20, TimeUnit.SECONDS);
  }

  static Office office(MemberKeys keys, Office real, Epoch epoch) {
    Passport passport =
        Passport.unsigned(
                keys.key(),
                keys.agreement(),
                1,
                GroupConfig.VERSION,
                "stranger",
                List.of(NOWHERE),
                List.of(NOWHERE),
                List.of(NOWHERE),
                Instant.now())
            .signed(keys);
    return office(passport, real, epoch);
  }

  /** What somebody says who claims the office of this group. */
  static Office office(Passport passport, Office real, Epoch epoch) {
    GroupFace face = real.face();
    return new Office(
        new GroupFace(face.id(), face.name(), epoch.recovery(), true, face.closed()),
        epoch,
        passport,
        List.of());
  }
}
