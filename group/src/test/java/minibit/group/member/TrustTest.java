package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import minibit.core.catalogue.CatalogueState;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.group.office.Epoch;
import minibit.group.vote.Seat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who says that it is tracker is followed if those vouch for it that this member knows. */
@Timeout(180)
class TrustTest {
  @TempDir Path folder;

  /**
   * A voter was away while every seat went to others: nobody that it knew as a voter votes any
   * more, or is there at all. A member that it knew tells it whom to follow.
   */
  @Test
  void aVoterFindsBackWhenEverySeatHasChanged() throws Exception {
    try (Lab lab = new Lab(folder)) {
      start(lab, 5);
      lab.awaitVoters(5);
      lab.start(6);
      lab.start(7);
      lab.tracker();
      int away = lab.tracker() == 5 ? 4 : 5;
      // It knows of those two that came last.
      await().until(() -> lab.read(away, state -> state.members().size()) == 7);
      Set<MemberId> seats = seats(lab);
      lab.kill(away);
      IntStream.rangeClosed(1, 5).filter(i -> i != away).forEach(lab::down);
      lab.share(7, 1, 5);
      lab.awaitAvailable(5);
      await().atMost(Lab.LONG).until(() -> seats(lab).stream().noneMatch(seats::contains));

      lab.start(away);

      lab.tracker();
      await().atMost(Lab.LONG).until(() -> seats(lab).contains(lab.id(away)));
      await().atMost(Lab.LONG).until(() -> lab.read(away, CatalogueState::contentCount) == 5);
    }
  }

  private static Set<MemberId> seats(Lab lab) {
    return lab.member(lab.tracker()).voter().orElseThrow().standing().seats().stream()
        .map(Seat::member)
        .collect(Collectors.toSet());
  }

  /** One that all know, and that nobody has elected. */
  @Test
  void aMemberWithoutASeatIsNotFollowed() throws Exception {
    try (Lab lab = new Lab(folder)) {
      start(lab, 3);
      lab.awaitVoters(3);
      lab.start(4);
      int tracker = lab.tracker();
      GroupMember claimant = lab.member(4);
      assertThat(seats(lab)).doesNotContain(claimant.id());
      Office real = lab.member(tracker).status().office().orElseThrow();

      for (Epoch epoch : List.of(new Epoch(0, real.epoch().term() + 1), new Epoch(1, 1))) {
        for (int i = 1; i <= 3; i++) {
          Reply reply =
              says(
                  claimant,
                  lab.member(i).passport(),
                  ImpostorTest.office(claimant.passport(), real, epoch));
          assertThat(reply).isInstanceOf(Reply.Failed.class);
        }
      }

      Lab.holds(Duration.ofSeconds(2), "the tracker is followed", () -> follow(lab, 3, real));
    }
  }

  private static Reply says(GroupMember member, Passport to, Office office) throws Exception {
    Request beat = new Request.Heartbeat(office, 0, 0, Optional.empty());
    CompletableFuture<Reply> reply =
        member.askOnLoop(
            () -> {
              member.post().meet(to);
              return member.post().ask(to.id(), beat, Duration.ofSeconds(5));
            });
    return reply.get(20, TimeUnit.SECONDS);
  }

  /** Neither a voter nor a member without a log, nor the last voter that is left of three. */
  @Test
  void aStrangersHeartbeatMovesNobody() throws Exception {
    try (Lab lab = new Lab(folder)) {
      start(lab, 3);
      lab.awaitVoters(3);
      lab.start(4);
      int tracker = lab.tracker();
      Office real = lab.member(tracker).status().office().orElseThrow();
      MemberKeys stranger = MemberKeys.drawn();
      Post post = new Post(stranger, lab::carry, List.of());
      for (int i = 1; i <= 4; i++) {
        post.meet(lab.member(i).passport());
        beat(lab, post, stranger, i, real);
      }
      Lab.holds(Duration.ofSeconds(2), "the tracker is followed", () -> follow(lab, 4, real));

      int left = tracker == 1 ? 2 : 1;
      IntStream.rangeClosed(1, 4).filter(i -> i != left).forEach(lab::kill);
      await().atMost(Lab.LONG).until(() -> !lab.member(left).status().quorum());
      beat(lab, post, stranger, left, real);
      Lab.holds(
          Duration.ofSeconds(2),
          "nobody is followed",
          () ->
              lab.member(left).status().office().stream()
                  .noneMatch(office -> office.tracker().id().equals(stranger.id())));

      // And those that it knows are followed as before.
      IntStream.rangeClosed(1, 3).filter(i -> i != left).forEach(i -> start(lab, i, i));
      assertThat(lab.tracker()).isBetween(1, 3);
    }
  }

  private static void beat(Lab lab, Post post, MemberKeys stranger, int to, Office real)
      throws Exception {
    for (Epoch epoch : List.of(new Epoch(0, Long.MAX_VALUE), new Epoch(1, 1))) {
      Reply reply = ImpostorTest.say(post, lab.id(to), ImpostorTest.office(stranger, real, epoch));
      assertThat(reply).isInstanceOf(Reply.Failed.class);
    }
  }

  private static boolean follow(Lab lab, int members, Office real) {
    return IntStream.rangeClosed(1, members)
        .mapToObj(i -> lab.member(i).status())
        .allMatch(
            status ->
                status.epoch().equals(real.epoch())
                    && status
                        .office()
                        .filter(office -> office.tracker().id().equals(real.tracker().id()))
                        .isPresent());
  }

  private static void start(Lab lab, int members) throws Exception {
    lab.start(1);
    lab.tracker();
    start(lab, 2, members);
  }

  private static void start(Lab lab, int from, int to) {
    for (int i = from; i <= to; i++) {
      try {
        lab.start(i);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
