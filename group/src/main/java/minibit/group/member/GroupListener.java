package minibit.group.member;

import java.util.List;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.group.vote.Vote;

/** The daemon's ear. Called on the group's threads: hand long work on. */
public interface GroupListener {
  /** Hears nothing. */
  GroupListener NONE = new GroupListener() {};

  /** Another tracker, another epoch, or other voters. */
  default void onOffice(Office office) {}

  /** An entry was applied to the catalogue that this voter keeps. */
  default void onApplied(long index, CatalogueCommand command, List<Change> changes) {}

  /** A candidate asked this voter for its vote, and what it answered. */
  default void onVote(Vote vote) {}

  /** This voter's catalogue was replaced up to that entry: rebuild what was derived from it. */
  default void onReplaced(long index) {}

  /** This tracker was told that a member fetches a content: it holds a part of it, or soon will. */
  default void onPartialHolder(PiecesRoot root, MemberId holder) {}

  /** A member's message to the daemon; may block. The answer goes back to it. */
  default byte[] onRelay(MemberId from, int service, byte[] body) {
    return new byte[0];
  }

  /** The group does not take this member, and why; it keeps trying unless it is a duplicate. */
  default void onRefused(Reply.Code code, String text) {}
}
