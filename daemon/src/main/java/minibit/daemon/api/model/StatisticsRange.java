package minibit.daemon.api.model;

import java.util.Locale;

/** How far statistics go back; in lower case in JSON. */
public enum StatisticsRange {
  /** Since the daemon started. */
  SESSION,
  /** The last 24 hours. */
  DAY,
  /** All that is kept. */
  ALL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
