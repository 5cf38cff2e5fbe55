package minibit.daemon.catalogue;

import java.time.Instant;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;

/**
 * A present member that has a content, or a part of it, and where it is reached.
 *
 * @param member who
 * @param name what it calls itself
 * @param peers where it speaks BitTorrent; to be tried in turn
 * @param lastSeen when the tracker last heard it
 * @param have pieces it has
 * @param pieces of the content
 * @param complete whether it registered the content as its own, whole
 */
public record HolderView(
    MemberId member,
    String name,
    List<PeerAddress> peers,
    Instant lastSeen,
    long have,
    long pieces,
    boolean complete) {
  /** Keeps a copy. */
  public HolderView {
    peers = List.copyOf(peers);
  }
}
