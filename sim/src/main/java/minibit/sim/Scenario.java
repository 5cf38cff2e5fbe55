package minibit.sim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens in a simulation. */
public enum Scenario {
  /** One seeder, and everybody comes within a second. */
  FLASH_CROWD,
  /** The same, but the seeder leaves the moment every piece has been fetched by somebody. */
  EARLY_SEEDER,
  /** The same, but one more peer says it has everything, and some of what it sends is corrupt. */
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
