package minibit.cli.frame;

import java.util.List;
import java.util.OptionalInt;

/** Somebody at a terminal who can be asked; a command without one never guesses and never waits. */
public interface Dialogue {
  /**
   * Shows numbered lines and asks for one of them.
   *
   * @return the index chosen, from 0; empty if none is wanted
   */
  OptionalInt choose(String question, List<String> choices);

  /** Asks a question of yes or no; silence is no. */
  boolean confirm(String question);
}
