package minibit.daemon.fetch.group;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.id.PiecesRoot;
import minibit.group.member.GroupMember;
import minibit.group.member.Request;

/** Tells the group's tracker which pieces we have of what we fetch. Any thread; never blocks. */
@FunctionalInterface
public interface PieceReports {
  /**
   * Sends all our pieces of a content.
   *
   * @param pieces in the wire form of a bitfield (BEP 3); empty: we fetch it no more
   * @return fails if no tracker took it
   */
  CompletableFuture<?> report(PiecesRoot root, Optional<byte[]> pieces);

  /** Through a member of the group. */
  static PieceReports of(GroupMember member) {
    return (root, pieces) -> member.reportPieces(new Request.Pieces(root, pieces));
  }
}
