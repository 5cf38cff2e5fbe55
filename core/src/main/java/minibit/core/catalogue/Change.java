package minibit.core.catalogue;

import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;

/** What a command changed: for the search index, for those who wait for a holder, for the log. */
public sealed interface Change {
  /** The group got its id and name. */
  record GroupFounded() implements Change {}

  /** The group yields: whoever reads this joins the other one. */
  record GroupMoved(CatalogueCommand.Moved to) implements Change {}

  /** A member not known before. */
  record MemberCame(MemberId member) implements Change {}

  /** A known member with another passport. */
  record MemberUpdated(MemberId member) implements Change {}

  /** A member's files are hidden. */
  record MemberAway(MemberId member) implements Change {}

  /** They are shown again. */
  record MemberBack(MemberId member) implements Change {}

  /** A member is gone; the removal of its files came before this. */
  record MemberGone(MemberId member) implements Change {}

  /** A content not known before, with its first holder. */
  record ContentAdded(PiecesRoot root, MemberId holder) implements Change {}

  /** Another member holds a known content. */
  record HolderAdded(PiecesRoot root, MemberId holder) implements Change {}

  /** A member holds it no more; others do. */
  record HolderRemoved(PiecesRoot root, MemberId holder) implements Change {}

  /** Nobody holds it any more. */
  record ContentRemoved(PiecesRoot root) implements Change {}

  /** A content got another name, path or publisher. */
  record ContentUpdated(PiecesRoot root) implements Change {}

  /** The command, or one file of it, was not taken. */
  record Refused(Refusal reason) implements Change {}

  /** Why a command is not taken. */
  enum Refusal {
    /** The group moved; its log is closed. */
    GROUP_CLOSED,
    /** The log already says which group this is. */
    ALREADY_FOUNDED,
    /** The invitation was for one, and another has used it. */
    INVITATION_USED,
    /** Nobody of that id is a member. */
    UNKNOWN_MEMBER,
    /** {@link CatalogueLimits#MEMBERS} are there. */
    TOO_MANY_MEMBERS,
    /** {@link CatalogueLimits#FILES} are there. */
    TOO_MANY_FILES,
    /** A file names a signature that did not come, or a place beyond it. */
    NO_SUCH_SEAL,
    /** A content of that root is known with another size: one of the two is forged. */
    SIZE_DIFFERS,
    /** A file has more than {@link CatalogueLimits#FILE_BYTES}. */
    FILE_TOO_LARGE
  }
}
