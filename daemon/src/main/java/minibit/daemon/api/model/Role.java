package minibit.daemon.api.model;

import java.util.Locale;

/** What a member is in its group; in lower case in JSON. */
public enum Role {
  /** Has no group yet, and looks for one. */
  LOOKING,
  /** Has a group and does not vote. */
  MEMBER,
  /** Votes and keeps the catalogue. */
  VOTER,
  /** In office. */
  TRACKER;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
