package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The epochs that this daemon saw, also before it was started last.
 *
 * @param epochs the oldest first, at most {@link #MAX}
 */
public record Timeline(List<Epoch> epochs) {
  /** Most epochs kept: months of a lab whose machines are switched off at night. */
  public static final int MAX = 500;

  /** Keeps a copy. */
  public Timeline {
    epochs = List.copyOf(epochs);
  }

  /**
   * One tracker's time in office, or a time without one.
   *
   * @param epoch the term
   * @param recovery how often the group had been recovered: epochs compare by it first
   * @param tracker in office; empty when none was known to be
   * @param from when this daemon saw it first
   * @param to when it saw the end of it; empty while it goes on
   * @param votes who is known to have voted for the tracker
   */
  public record Epoch(
      long epoch,
      int recovery,
      Optional<MemberRef> tracker,
      Instant from,
      Optional<Instant> to,
      List<MemberRef> votes) {
    /** Keeps a copy. */
    public Epoch {
      votes = List.copyOf(votes);
    }

    /** The same, over. */
    public Epoch until(Instant end) {
      return new Epoch(epoch, recovery, tracker, from, Optional.of(end), votes);
    }

    /** The same with these votes. */
    public Epoch with(List<MemberRef> others) {
      return new Epoch(epoch, recovery, tracker, from, to, others);
    }
  }
}
