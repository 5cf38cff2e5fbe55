package minibit.daemon.trace;

import java.util.Locale;

/** Which way a message went. */
public enum Direction {
  /** To us. */
  IN,
  /** From us. */
  OUT;

  /** As traces write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
