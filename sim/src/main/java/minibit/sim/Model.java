package minibit.sim;

import java.util.Locale;

/**
 * What played a run. Times of two models are not to be compared closely: each leaves out something
 * else.
 */
public enum Model {
  /** {@link Engine#WIRE}. */
  WIRE,
  /** {@link Engine#PIECES}. */
  PIECES,
  /** The naive ways' own: whole pieces, and no messages that would take time. */
  NAIVE;

  /** As reports call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
