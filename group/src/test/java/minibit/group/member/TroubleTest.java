package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.SharedFile;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.piece.Bitfield;
import minibit.group.office.Epoch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in a group, and how it mends or says so. */
@Timeout(300)
class TroubleTest {
  @TempDir Path folder;

  /**
   * Clocks an hour apart change nothing: who joins, who is heard, who is tracker, what is shared.
   */
  @Test
  void clocksNeedNotAgree() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.skew(1, Duration.ofHours(1));
      lab.skew(2, Duration.ofHours(-1));
      three(lab);
      for (int i = 1; i <= 3; i++) {
        lab.share(i, 100 * i, 5);
      }
      lab.awaitAvailable(15);
      int dead = lab.tracker();
      lab.kill(dead);
      lab.tracker();
      lab.awaitAvailable(10);
      lab.start(dead);
      lab.awaitAvailable(15);
    }
  }

  /** Pieces that a member reported are known to each new tracker, without being reported again. */
  @Test
  void everyTrackerLearnsOfPieces() throws Exception {
    try (Lab lab = new Lab(folder)) {
      three(lab);
      int tracker = lab.tracker();
      int fetcher = tracker == 1 ? 2 : 1;
      int source = 6 - tracker - fetcher;
      lab.share(source, 1, 1);
      lab.awaitAvailable(1);
      Content content =
          lab.read(tracker, state -> state.contents().stream().findFirst().orElseThrow());
      int count = (int) CanonicalPieces.count(content.size());
      Bitfield some = new Bitfield(count);
      some.set(0);
      Reply taken =
          lab.member(fetcher)
              .reportPieces(new Request.Pieces(content.root(), Optional.of(some.toWire())))
              .get(20, TimeUnit.SECONDS);
      assertThat(taken).isInstanceOf(Reply.Done.class);
      awaitPieces(lab, content.root(), lab.id(fetcher), some);

      lab.member(source).election().get(30, TimeUnit.SECONDS);
      await().atMost(Lab.LONG).until(() -> lab.tracker() != tracker);
      awaitPieces(lab, content.root(), lab.id(fetcher), some);

      // And one that the tracker lost for no reason comes back with the heartbeats.
      lab.member(lab.tracker())
          .askOnLoop(
              () -> {
                Optional.ofNullable(lab.member(lab.tracker()).duty())
                    .orElseThrow()
                    .partial()
                    .forget(lab.id(fetcher));
                return CompletableFuture.completedFuture(true);
              })
          .get(20, TimeUnit.SECONDS);
      awaitPieces(lab, content.root(), lab.id(fetcher), some);
    }
  }

  private static void awaitPieces(Lab lab, PiecesRoot root, MemberId holder, Bitfield pieces) {
    await()
        .atMost(Lab.LONG)
        .until(
            () ->
                Optional.ofNullable(
                        lab.member(lab.tracker())
                            .partialHolders(root)
                            .get(20, TimeUnit.SECONDS)
                            .orElseThrow()
                            .get(holder))
                    .filter(pieces::equals)
                    .isPresent());
  }

  /**
   * Two of three voters are lost for good: nothing is acknowledged, until somebody recovers the
   * group on the one that is left. It is the same group, in a higher epoch, and a lost one that
   * comes back with its old log follows.
   */
  @Test
  void aGroupThatLostItsQuorumIsRecoveredByHand() throws Exception {
    try (Lab lab = new Lab(folder)) {
      three(lab);
      lab.start(4);
      for (int i = 1; i <= 4; i++) {
        lab.share(i, 100 * i, 5);
      }
      lab.awaitAvailable(20);
      int old = lab.tracker();
      Epoch before = lab.member(old).status().epoch();
      int left = old == 1 ? 2 : 1;
      var group = lab.member(left).status().face().orElseThrow().id();
      assertThat(lab.member(left).recover()).failsWithin(Duration.ofSeconds(20));
      int other = 6 - old - left;
      lab.kill(old);
      lab.kill(other);
      await().atMost(Lab.LONG).until(() -> !lab.member(left).status().quorum());

      lab.member(left).recover().get(30, TimeUnit.SECONDS);

      assertThat(lab.tracker()).isEqualTo(left);
      GroupStatus status = lab.member(left).status();
      assertThat(status.face().orElseThrow().id()).isEqualTo(group);
      assertThat(status.epoch()).isGreaterThan(before);
      lab.awaitAvailable(10);

      lab.start(old);
      lab.start(other);
      lab.awaitAvailable(20);
      assertThat(lab.tracker()).isEqualTo(left);
      lab.awaitVoters(3);
    }
  }

  /** Two of three stop voting and nobody is in office who could ask them to: they vote again. */
  @Test
  void whoIsCountedOnVotesAgain() throws Exception {
    try (Lab lab = new Lab(folder)) {
      three(lab);
      int tracker = lab.tracker();
      Epoch before = lab.member(tracker).status().epoch();

      for (int i = 1; i <= 3; i++) {
        GroupMember member = lab.member(i);
        if (i != tracker) {
          member
              .askOnLoop(
                  () -> {
                    member.votes().close();
                    return CompletableFuture.completedFuture(true);
                  })
              .get(20, TimeUnit.SECONDS);
        }
      }

      await()
          .atMost(Lab.LONG)
          .until(
              () -> {
                GroupStatus status = lab.member(lab.tracker()).status();
                return status.quorum() && status.epoch().compareTo(before) > 0;
              });
      lab.awaitVoters(3);
    }
  }

  /** A member without a log recovers the group just as well. */
  @Test
  void aMemberWithoutALogRecoversTheGroup() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.share(2, 1, 5);
      lab.awaitAvailable(5);
      lab.kill(1);
      await().atMost(Lab.LONG).until(() -> !lab.member(2).status().quorum());

      lab.member(2).recover().get(30, TimeUnit.SECONDS);

      assertThat(lab.tracker()).isEqualTo(2);
      lab.awaitAvailable(5);
      lab.start(1);
      await().atMost(Lab.LONG).until(() -> lab.read(2, state -> state.isPresent(lab.id(1))));
    }
  }

  /**
   * A voter whose log is damaged gives up its seat, and later takes one with the group's own log.
   */
  @Test
  void aVoterWithADamagedLogIsSeatedAfresh() throws Exception {
    try (Lab lab = new Lab(folder)) {
      three(lab);
      lab.share(1, 1, 5);
      lab.awaitAvailable(5);
      int damaged = lab.tracker() == 1 ? 2 : 1;
      lab.kill(damaged);
      lab.tracker();
      try (Stream<Path> walk = Files.walk(lab.home(damaged).resolve("log"))) {
        for (Path file : walk.filter(f -> f.toString().contains("log_inprogress")).toList()) {
          try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            log.write(new byte[64]);
          }
        }
      }
      lab.start(damaged);
      Path aside = lab.home(damaged).resolve("log/damaged");
      await().atMost(Lab.LONG).until(() -> Files.exists(aside));

      lab.awaitVoters(3);
      await().atMost(Lab.LONG).until(() -> lab.read(damaged, CatalogueState::contentCount) == 5);
      assertThat(lab.member(damaged).status().trouble()).isEmpty();
    }
  }

  /** Who is away can be forgotten, with its files; who is present cannot. */
  @Test
  void anAbsentMemberIsForgotten() throws Exception {
    try (Lab lab = new Lab(folder)) {
      three(lab);
      lab.share(3, 1, 5);
      lab.awaitAvailable(5);
      int asker = lab.tracker() == 1 ? 2 : 1;
      MemberId gone = lab.id(3);
      assertThat(lab.member(asker).forget(gone).get(20, TimeUnit.SECONDS))
          .isInstanceOf(Reply.Failed.class)
          .hasToString(
              "Failed[code=PRESENT, text=m3 is present: it leaves by itself, or is stopped first]");
      lab.down(3);
      lab.tracker();
      await()
          .atMost(Lab.LONG)
          .until(() -> !lab.read(lab.tracker(), state -> state.isPresent(gone)));
      assertThat(files(lab)).isEqualTo(5);

      assertThat(lab.member(asker).forget(gone).get(20, TimeUnit.SECONDS))
          .isInstanceOf(Reply.Done.class);

      boolean known = lab.read(lab.tracker(), state -> state.member(gone)).isPresent();
      assertThat(known).isFalse();
      assertThat(files(lab)).isZero();
    }
  }

  /** In an open group, too, a wrong clock makes nobody a stranger. */
  @Test
  void aClockThatJumpsForgetsNobody() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.share(2, 1, 5);
      lab.awaitAvailable(5);
      lab.down(2);
      await().atMost(Lab.LONG).until(() -> !lab.read(1, state -> state.isPresent(lab.id(2))));

      lab.skew(1, Duration.ofDays(40));
      Lab.holds(Duration.ofSeconds(1), "its files are known", () -> files(lab) == 5);
    }
  }

  /** What the group does not take costs no entries of the log, and the rest is taken. */
  @Test
  void whatIsRefusedIsNotSentForEver() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.share(1, 1, 1);
      lab.awaitAvailable(1);
      lab.start(2, 2, List.of(lab.door(1)));
      lab.tracker();
      SharedFile known = Catalogues.file(1, "folder", "mine");
      SharedFile forged =
          new SharedFile(
              known.root(), known.size() + 1, "f", "mine", "text/plain", known.v1(), known.v2());
      long before = applied(lab);
      lab.book(2).put(List.of(new ShareBook.Entry(forged, Optional.empty())));

      Lab.holds(Duration.ofSeconds(3), "few entries", () -> applied(lab) - before < 3);

      lab.share(2, 2, 3);
      lab.awaitAvailable(4);
    }
  }

  private static long applied(Lab lab) {
    return lab.member(lab.tracker()).voter().orElseThrow().standing().applied();
  }

  /** Who leaves for good takes its files and its records with it, and remembers no group. */
  @Test
  void leavingForGoodEndsTheMembership() throws Exception {
    try (Lab lab = new Lab(folder)) {
      three(lab);
      lab.share(2, 1, 5);
      lab.awaitAvailable(5);
      MemberId gone = lab.id(2);

      lab.member(2).close(true, Duration.ofSeconds(10));

      lab.kill(2);
      await()
          .atMost(Lab.LONG)
          .until(() -> lab.read(lab.tracker(), state -> state.member(gone)).isEmpty());
      assertThat(files(lab)).isZero();
      assertThat(GroupRecord.load(lab.home(2))).isEmpty();
      try (Stream<Path> logs = Files.list(lab.home(2).resolve("log"))) {
        assertThat(logs).isEmpty();
      }
    }
  }

  /** Who leaves when the group has got as far as two voters does not take the quorum along. */
  @Test
  @Tag("slow")
  void whoLeavesWhileSeatsChangeLeavesAQuorum() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      lab.start(2);
      lab.start(3);
      await()
          .atMost(Lab.LONG)
          .pollInterval(Duration.ofMillis(5))
          .ignoreExceptions()
          .until(() -> lab.member(1).voter().orElseThrow().standing().seats().size() >= 2);
      int leaver =
          lab.member(1).voter().orElseThrow().standing().seats().stream()
                  .anyMatch(seat -> seat.member().equals(lab.id(2)))
              ? 2
              : 3;
      lab.member(leaver).close(true, Duration.ofMillis(1400));
      lab.kill(leaver);

      lab.share(1, 1, 5);
      lab.awaitAvailable(5);
    }
  }

  /** Who asks to join a group of another name is told both names, and keeps what it has. */
  @Test
  void anotherGroupsNameIsRefusedInWords() throws Exception {
    try (Lab lab = new Lab(folder)) {
      lab.start(1);
      lab.tracker();
      Post post = new Post(MemberKeys.drawn(), lab::carry, List.of());
      Reply reply =
          post.askOpenly(
                  List.of(lab.door(1)),
                  new Request.Join(passport(GroupConfig.VERSION), "garden"),
                  Lab.LONG)
              .get(20, TimeUnit.SECONDS);
      assertThat(reply.toString()).contains("OTHER_GROUP").contains("lab").contains("garden");
      reply =
          post.askOpenly(List.of(lab.door(1)), new Request.Join(passport(0), "lab"), Lab.LONG)
              .get(20, TimeUnit.SECONDS);
      assertThat(reply.toString()).contains("VERSION").contains("must be updated");
      assertThat(lab.member(1).refusals())
          .containsEntry(Reply.Code.OTHER_GROUP, 1L)
          .containsEntry(Reply.Code.VERSION, 1L);
    }
  }

  private static int files(Lab lab) {
    return lab.read(lab.tracker(), CatalogueState::fileCount);
  }

  private static Passport passport(int version) {
    MemberKeys keys = MemberKeys.drawn();
    var address = List.of(PeerAddress.of(new byte[] {10, 0, 0, 9}, 9));
    return Passport.unsigned(
            keys.key(),
            keys.agreement(),
            1,
            version,
            "old one",
            address,
            address,
            address,
            Catalogues.AT)
        .signed(keys);
  }

  private static void three(Lab lab) throws Exception {
    lab.start(1);
    lab.tracker();
    lab.start(2);
    lab.start(3);
    lab.awaitVoters(3);
  }
}
