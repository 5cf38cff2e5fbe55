package minibit.daemon.api.model;

import java.util.Locale;

/** Whether a file is wanted, and before which others; in lower case in JSON. */
public enum FilePriority {
  /** Not wanted. */
  SKIP,
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
