package minibit.group.member;

import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.ShareDigest;
import minibit.core.identity.MemberId;

/** Answers to a {@link Request}. */
public sealed interface Reply {
  /**
   * The tracker as the answering member knows it, if it knows one.
   *
   * @param id of who answers
   * @param boot of who answers: another number than before is another start
   */
  record Known(MemberId id, long boot, Optional<Office> office) implements Reply {}

  /**
   * A member is well.
   *
   * @param shares digest of what it shares
   * @param pieces digest of the pieces of what it fetches
   * @param term of its newest vote
   * @param votedFor whom it voted for then
   */
  record Report(long shares, long pieces, long term, Optional<MemberId> votedFor)
      implements Reply {}

  /** A command was acknowledged; so many files of it were tampered with, and others refused. */
  record Taken(List<Refusal> refusals, int tampered) implements Reply {
    /** Keeps a copy. */
    public Taken {
      refusals = List.copyOf(refusals);
    }
  }

  /** Sums of buckets. */
  record Sums(ShareDigest digest) implements Reply {}

  /** Paths and marks of the buckets asked for. */
  record Marks(List<Mark> marks) implements Reply {
    /** A file by its path and the mark of what is registered there. */
    public record Mark(String path, long mark) {}

    /** Keeps a copy. */
    public Marks {
      marks = List.copyOf(marks);
    }
  }

  /** It is done. */
  record Done() implements Reply {}

  /** The daemon's own answer. */
  record Relayed(byte[] body) implements Reply {}

  /** It is not done. The code is stable, the text for people. */
  record Failed(Code code, String text) implements Reply {}

  /** The sender was invited, and is a member now: the tracker, and the key of the group. */
  record Admitted(Known known, byte[] key) implements Reply {}

  /** Why a request was not carried out. */
  enum Code {
    /** Bytes that are no request, or a seal that does not hold. */
    MALFORMED,
    /** The sender is no member here: it should join. */
    UNKNOWN_MEMBER,
    /** Who was asked is not the tracker in office. */
    NOT_TRACKER,
    /** The message comes from a tracker of an epoch that is over. */
    OLD_EPOCH,
    /** Another group. */
    OTHER_GROUP,
    /** The sender's protocol is too old, or too new. */
    VERSION,
    /** Another daemon with the same identity is alive. */
    DUPLICATE_IDENTITY,
    /** The group has no quorum: nothing can be acknowledged. */
    NO_QUORUM,
    /** The group takes no more of this. */
    LIMIT,
    /** The group is on its way to another of its name: ask again in a moment. */
    MOVING,
    /** The member is present: it can only leave by itself. */
    PRESENT,
    /** The group is closed, and the sender has no invitation that holds. */
    NOT_INVITED
  }
}
