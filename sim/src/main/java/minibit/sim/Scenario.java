package minibit.sim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens in a simulation. */
public enum Scenario {
  /** One seeder, and everybody comes within a second. */
  FLASH_CROWD,
  /** One seeder stays; peers come one by one, help for a while when they are done, and go. */
  STEADY_STATE,
  /** The same, but a third go before they are done, and nobody stays when it is. */
  CHURN,
  /** A crowd some of whom never upload; each goes when it is done. */
  FREE_RIDERS,
  /** A crowd with uplinks from a quarter of the usual to four times it. */
  UNEQUAL_UPLINKS,
  /** Peers come within a minute, in the middle of which the tracker dies; another follows it. */
  TRACKER_DEATH,
  /** A crowd at several sites with narrow borders, the seeder at one of them. */
  LOCALITY,
  /** A crowd whose seeder leaves the moment every piece has been fetched by somebody. */
  EARLY_SEEDER,
  /** A crowd, and one more peer says it has everything, and some of what it sends is corrupt. */
  LIAR;

  /** As commands and reports call it: {@code flash-crowd}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The scenario of that word. */
  public static Optional<Scenario> ofWord(String word) {
    return Arrays.stream(values()).filter(scenario -> scenario.word().equals(word)).findFirst();
  }
}
