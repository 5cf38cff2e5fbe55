package minibit.sim.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What beginners write first. None of them serves what it has not whole, but for the last. */
public enum Baseline {
  /** The whole file from one of those that have it. */
  ONE_HOLDER,
  /** The file cut into as many equal parts as there are holders, one part from each. */
  FRAGMENTS,
  /**
   * Every 30 seconds the tracker's list of who has what, and one missing piece from one of them.
   */
  POLL;

  /** As commands and reports call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The baseline of that word. */
  public static Optional<Baseline> ofWord(String word) {
    return Arrays.stream(values()).filter(baseline -> baseline.word().equals(word)).findFirst();
  }
}
