package minibit.core.picker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The known rules of which piece to begin next. All but the first are for comparison. */
public enum PickRule {
  /** The rarest among the peers we know; the first of all by chance. The usual one. */
  RAREST,
  /** Any. */
  RANDOM,
  /** The lowest index. */
  SEQUENTIAL,
  /** The rarest of the first few that are missing, for players that start before the end. */
  WINDOW;

  /** As commands and reports call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rule of that word. */
  public static Optional<PickRule> ofWord(String word) {
    return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
  }
}
