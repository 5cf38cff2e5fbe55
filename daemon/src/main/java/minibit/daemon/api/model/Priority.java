package minibit.daemon.api.model;

import java.util.Locale;

/** Whether a transfer gets its turn before or after others; in lower case in JSON. */
public enum Priority {
  /** After the others. */
  LOW,
  /** Like any other. */
  NORMAL,
  /** Before the others. */
  HIGH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
