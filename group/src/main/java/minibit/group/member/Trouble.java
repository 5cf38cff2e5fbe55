package minibit.group.member;

/**
 * What keeps a member from its group or from voting.
 *
 * @param kind what it is
 * @param detail what the system or the tracker said of it
 */
public record Trouble(Kind kind, String detail) {
  /** The kinds of trouble; programs go by them. */
  public enum Kind {
    /** Its voter cannot be started: a port is taken, or its folder cannot be used. */
    CANNOT_VOTE,
    /** The log of the group cannot be written here. */
    LOG_UNWRITABLE,
    /** The log of the group cannot be read here. */
    LOG_DAMAGED,
    /** The note of which group this is cannot be written. */
    RECORD_UNWRITABLE,
    /** The group does not take this member. */
    REFUSED
  }

  /** A sentence for people. */
  public String words() {
    return switch (kind) {
      case CANNOT_VOTE -> "this member cannot vote: " + detail + "; it is tried again";
      case LOG_UNWRITABLE ->
          "the group's log cannot be written here: " + detail + "; it votes again when it can";
      case LOG_DAMAGED ->
          "the log that this member keeps for the group is damaged; the group gives its seat to"
              + " another member, or, without a tracker, is to be recovered: minibit group recover";
      case RECORD_UNWRITABLE ->
          "what this member must remember of its group cannot be written: " + detail;
      case REFUSED -> "the group does not take this daemon: " + detail;
    };
  }
}
