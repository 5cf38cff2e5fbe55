package minibit.group.member;

import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;

/** What members ask of each other. Each has one {@link Reply}, or {@link Reply.Failed}. */
public sealed interface Request {
  /** Take me in, or take note that I am here again: {@link Reply.Known}. Signed by itself. */
  record Join(Passport passport, String group) implements Request {}

  /** Who is your tracker: {@link Reply.Known}. Anybody may ask. */
  record Ask(String group) implements Request {}

  /**
   * The tracker is here, twice within any member's patience: {@link Reply.Report}. Sealed.
   *
   * @param shares the digest of the member's shares as the catalogue has them
   * @param pieces the digest of the pieces the member reported
   * @param moved where the group went, when it yields
   */
  record Heartbeat(Office office, long shares, long pieces, Optional<CatalogueCommand.Moved> moved)
      implements Request {}

  /** Register or withdraw files of the sender: {@link Reply.Taken}. Sealed. */
  record Submit(CatalogueCommand command) implements Request {}

  /** The sums of what the catalogue has of the sender: {@link Reply.Sums}. Sealed. */
  record AskSums() implements Request {}

  /** What the catalogue has of the sender in these buckets: {@link Reply.Marks}. Sealed. */
  record AskMarks(List<Integer> buckets) implements Request {
    /** Keeps a copy. */
    public AskMarks {
      buckets = List.copyOf(buckets);
    }
  }

  /** The pieces the sender has of what it fetches; none if it fetches it no more. Sealed. */
  record Pieces(PiecesRoot root, Optional<byte[]> pieces) implements Request {}

  /** Forget what the sender said of pieces: what follows is all. {@link Reply.Done}. Sealed. */
  record NoPieces() implements Request {}

  /** Start to vote: the tracker is about to seat you. {@link Reply.Done}. Sealed. */
  record TakeSeat() implements Request {}

  /** The sender goes, for now or for good: {@link Reply.Done}. Sealed. */
  record Leave(boolean forGood) implements Request {}

  /** Forget a member that is away, and its files: {@link Reply.Done}. Sealed. */
  record Forget(MemberId member) implements Request {}

  /** Call an election: {@link Reply.Done} when another tracker is in office. Sealed. */
  record CallElection() implements Request {}

  /** A message of the daemon's own, such as a search: {@link Reply.Relayed}. Sealed. */
  record Relay(int service, byte[] body) implements Request {}
}
