package minibit.group.office;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import minibit.core.identity.MemberId;
import minibit.group.GroupSettings;
import minibit.group.vote.Seat;

/**
 * Who should vote: the tracker asks once a second and performs one change at a time. One voter
 * below three healthy members, three below five, else five; never fewer healthy voters than need
 * be, never two changes at once. A group rests at odd numbers only, for a second or fourth voter
 * survives no more failures; it passes through two and four on its way.
 */
public final class Autopilot {
  private Autopilot() {}

  /**
   * A member as the tracker sees it.
   *
   * @param seat where it would vote
   * @param silence how long it has not been heard
   * @param leaving whether it said that it goes
   */
  public record Candidate(Seat seat, Duration silence, boolean leaving) {}

  /** What to do next. */
  public sealed interface Decision {
    /** All is as it should be, or nothing can be done now. */
    record Rest() implements Decision {}

    /** Make these the voters, if those are; {@code newcomer} must be started first, if any. */
    record Reseat(List<Seat> expected, List<Seat> next, Optional<Seat> newcomer)
        implements Decision {}

    /** This voter leaves, or should not vote: hand it the office first. */
    record HandOver(MemberId successor) implements Decision {}
  }

  /** How many voters a group with so many healthy members should have. */
  public static int target(int healthy, GroupSettings settings) {
    int wanted = healthy < 3 ? 1 : healthy < 5 ? 3 : 5;
    return Math.min(wanted, settings.voters());
  }

  /**
   * The next step.
   *
   * @param self the tracker in office, always a voter
   * @param voters as the log has them
   * @param members everybody that is present, voters and the tracker included
   */
  public static Decision decide(
      MemberId self, List<Seat> voters, List<Candidate> members, GroupSettings settings) {
    List<Candidate> healthy =
        members.stream().filter(member -> isHealthy(member, settings)).toList();
    List<Seat> dead = voters.stream().filter(seat -> isGone(seat, members, settings)).toList();
    List<Candidate> spares =
        healthy.stream()
            .filter(member -> !votes(member.seat().member(), voters))
            .sorted(Comparator.comparing(member -> member.seat().member()))
            .toList();
    int target = target(healthy.size(), settings);

    if (isLeaving(self, members)) {
      return successor(self, voters, healthy);
    }
    if (!dead.isEmpty()) {
      return replace(self, dead, voters, spares, target);
    }
    if (voters.size() < target && !spares.isEmpty()) {
      return add(voters, spares.getFirst().seat());
    }
    if (voters.size() > target) {
      return voters.stream()
          .filter(seat -> !seat.member().equals(self))
          .max(Comparator.comparing(Seat::member))
          .map(seat -> remove(voters, seat))
          .orElseGet(Decision.Rest::new);
    }
    return new Decision.Rest();
  }

  private static boolean isHealthy(Candidate member, GroupSettings settings) {
    return !member.leaving() && member.silence().compareTo(settings.voterSilence()) < 0;
  }

  /** A voter is gone when it left, or is silent; its own word comes with its candidate. */
  private static boolean isGone(Seat seat, List<Candidate> members, GroupSettings settings) {
    return members.stream()
        .filter(member -> member.seat().member().equals(seat.member()))
        .findFirst()
        .map(member -> !isHealthy(member, settings))
        .orElse(true);
  }

  private static boolean isLeaving(MemberId id, List<Candidate> members) {
    return members.stream()
        .anyMatch(member -> member.leaving() && member.seat().member().equals(id));
  }

  private static boolean votes(MemberId id, List<Seat> voters) {
    return voters.stream().anyMatch(seat -> seat.member().equals(id));
  }

  /** A tracker that leaves hands over to a healthy voter; the next one sees to the rest. */
  private static Decision successor(MemberId self, List<Seat> voters, List<Candidate> healthy) {
    Optional<MemberId> voter =
        healthy.stream()
            .map(member -> member.seat().member())
            .filter(id -> !id.equals(self) && votes(id, voters))
            .min(Comparator.naturalOrder());
    if (voter.isPresent()) {
      return new Decision.HandOver(voter.get());
    }
    // It votes alone: somebody must get the log before it goes.
    return healthy.stream()
        .map(Candidate::seat)
        .filter(seat -> !votes(seat.member(), voters))
        .min(Comparator.comparing(Seat::member))
        .map(seat -> add(voters, seat))
        .orElseGet(Decision.Rest::new);
  }

  private static Decision replace(
      MemberId self, List<Seat> dead, List<Seat> voters, List<Candidate> spares, int target) {
    Optional<Seat> gone = dead.stream().filter(seat -> !seat.member().equals(self)).findFirst();
    if (gone.isEmpty()) {
      return new Decision.Rest();
    }
    List<Seat> rest = new ArrayList<>(voters);
    rest.remove(gone.get());
    boolean swap = voters.size() <= target && !spares.isEmpty();
    if (!swap || voters.size() == 2) {
      // Of two voters a dead one cannot be swapped: the new one would be half of the quorum before
      // it has the log. It goes first.
      return new Decision.Reseat(voters, List.copyOf(rest), Optional.empty());
    }
    Seat spare = spares.getFirst().seat();
    rest.add(spare);
    return new Decision.Reseat(voters, List.copyOf(rest), Optional.of(spare));
  }

  private static Decision add(List<Seat> voters, Seat newcomer) {
    List<Seat> next = new ArrayList<>(voters);
    next.add(newcomer);
    return new Decision.Reseat(voters, List.copyOf(next), Optional.of(newcomer));
  }

  private static Decision remove(List<Seat> voters, Seat seat) {
    List<Seat> next = new ArrayList<>(voters);
    next.remove(seat);
    return new Decision.Reseat(voters, List.copyOf(next), Optional.empty());
  }
}
