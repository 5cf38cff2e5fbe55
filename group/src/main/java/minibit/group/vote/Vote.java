package minibit.group.vote;

import minibit.core.identity.MemberId;

/**
 * What became of a candidate's request for a voter's vote.
 *
 * @param term that the candidate stands for
 * @param candidate who asked
 * @param answer of this voter
 */
public record Vote(long term, MemberId candidate, Answer answer) {
  /** How a voter answers. */
  public enum Answer {
    /** Yes: its one vote of this term. */
    GIVEN,
    /** No: it knows of a newer term. */
    OLD_TERM,
    /** No: it has entries that the candidate lacks, and that must not be lost. */
    LOG_BEHIND,
    /** No: it gave its vote to another, or hears a leader. */
    NOT_NOW;

    /** Whether the vote was given. */
    public boolean isGiven() {
      return this == GIVEN;
    }
  }
}
