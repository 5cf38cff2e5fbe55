package minibit.group.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.testing.Seeds;
import minibit.group.GroupSettings;
import minibit.group.office.Autopilot.Candidate;
import minibit.group.office.Autopilot.Decision;
import minibit.group.vote.Seat;
import org.junit.jupiter.api.Test;

class AutopilotTest {
  private static final GroupSettings SETTINGS = GroupSettings.DEFAULTS;

  /** Groups of any size come to rest with one, three or five voters, all of them healthy. */
  @Seeds(300)
  void everyGroupComesToRest(long seed) {
    Random chance = new Random(seed);
    List<Candidate> members = new ArrayList<>();
    for (int i = 0; i < 1 + chance.nextInt(12); i++) {
      members.add(member(i, i > 0 && chance.nextInt(4) == 0));
    }
    List<Seat> voters = new ArrayList<>(List.of(members.getFirst().seat()));
    for (int i = 1; i < members.size() && voters.size() < 5; i++) {
      if (chance.nextBoolean()) {
        voters.add(members.get(i).seat());
      }
    }
    List<Seat> settled = settle(voters, members);

    int healthy = (int) members.stream().filter(m -> m.silence().isZero()).count();
    assertThat(settled).hasSize(Autopilot.target(healthy, SETTINGS));
    assertThat(settled.size() % 2).isEqualTo(1);
    assertThat(settled).allMatch(seat -> isHealthy(seat, members));
  }

  /** Each step changes at most one seat in and one out, and never throws the tracker out. */
  @Seeds(300)
  void onlyOneChangeAtATime(long seed) {
    Random chance = new Random(seed);
    List<Candidate> members = new ArrayList<>();
    for (int i = 0; i < 2 + chance.nextInt(8); i++) {
      members.add(member(i, i > 0 && chance.nextBoolean()));
    }
    List<Seat> voters = new ArrayList<>();
    for (int i = 0; i < Math.min(5, members.size()); i++) {
      voters.add(members.get(i).seat());
    }
    if (Autopilot.decide(id(0), voters, members, SETTINGS) instanceof Decision.Reseat reseat) {
      Set<Seat> in = new HashSet<>(reseat.next());
      in.removeAll(voters);
      Set<Seat> out = new HashSet<>(voters);
      out.removeAll(reseat.next());
      assertThat(in).hasSizeLessThanOrEqualTo(1);
      assertThat(out).hasSizeLessThanOrEqualTo(1);
      assertThat(reseat.newcomer().stream().toList()).containsExactlyElementsOf(in);
      assertThat(reseat.next()).contains(seat(0));
      assertThat(reseat.expected()).isEqualTo(voters);
    }
  }

  /** A dead voter's place is taken by a spare in one change. */
  @Test
  void aDeadVoterIsSwapped() {
    List<Candidate> members =
        List.of(member(0, false), member(1, true), member(2, false), member(3, false));

    Decision decision =
        Autopilot.decide(id(0), List.of(seat(0), seat(1), seat(2)), members, SETTINGS);

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Reseat.class,
            reseat -> {
              assertThat(reseat.next()).containsExactly(seat(0), seat(2), seat(3));
              assertThat(reseat.newcomer()).contains(seat(3));
            });
  }

  /** Groups grow from one over two to three: from one to three at once loses the quorum. */
  @Test
  void groupsGrowOneByOne() {
    List<Candidate> members = List.of(member(0, false), member(1, false), member(2, false));

    Decision decision = Autopilot.decide(id(0), List.of(seat(0)), members, SETTINGS);

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Reseat.class, reseat -> assertThat(reseat.next()).hasSize(2));
  }

  /** Two members do not both vote: two voters stand still when either goes. */
  @Test
  void twoMembersHaveOneVoter() {
    List<Candidate> members = List.of(member(0, false), member(1, false));

    assertThat(Autopilot.decide(id(0), List.of(seat(0)), members, SETTINGS))
        .isEqualTo(new Decision.Rest());
    assertThat(settle(List.of(seat(0), seat(1)), members)).containsExactly(seat(0));
  }

  /** A tracker that leaves hands over first, to a voter, or to whom it gives its log. */
  @Test
  void aTrackerThatLeavesHandsOver() {
    Candidate leaving = new Candidate(seat(0), Duration.ZERO, true);

    assertThat(
            Autopilot.decide(
                id(0),
                List.of(seat(0), seat(1), seat(2)),
                List.of(leaving, member(1, false), member(2, false)),
                SETTINGS))
        .isInstanceOf(Decision.HandOver.class);
    assertThat(
            Autopilot.decide(id(0), List.of(seat(0)), List.of(leaving, member(1, false)), SETTINGS))
        .isInstanceOfSatisfying(
            Decision.Reseat.class, r -> assertThat(r.next()).containsExactly(seat(0), seat(1)));
    assertThat(Autopilot.decide(id(0), List.of(seat(0)), List.of(leaving), SETTINGS))
        .isEqualTo(new Decision.Rest());
  }

  private static List<Seat> settle(List<Seat> start, List<Candidate> members) {
    List<Seat> voters = start;
    for (int step = 0; step < 20; step++) {
      if (!(Autopilot.decide(id(0), voters, members, SETTINGS) instanceof Decision.Reseat reseat)) {
        return voters;
      }
      voters = reseat.next();
    }
    throw new AssertionError("never rests: " + voters.size() + " of " + members.size());
  }

  private static boolean isHealthy(Seat seat, List<Candidate> members) {
    return members.stream().anyMatch(m -> m.seat().equals(seat) && m.silence().isZero());
  }

  private static MemberId id(int i) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) i;
    return MemberId.of(bytes);
  }

  private static Seat seat(int i) {
    return new Seat(id(i), PeerAddress.of(new byte[] {127, 0, 0, 1}, 1000 + i));
  }

  private static Candidate member(int i, boolean silent) {
    return new Candidate(seat(i), silent ? Duration.ofSeconds(11) : Duration.ZERO, false);
  }
}
