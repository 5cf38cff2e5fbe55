package minibit.core.announce.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import minibit.core.id.PeerAddress;

/**
 * A peer as people see it.
 *
 * @param left what it misses: bytes of announcing peers, blocks of JSON peers
 * @param lastSeen how long it has been silent
 * @param pings whether it pings
 * @param blocksOwned a copy; empty if it does not count blocks
 */
public record PeerView(
    String name,
    PeerAddress address,
    boolean seeder,
    long left,
    Duration lastSeen,
    boolean pings,
    BitSet blocksOwned) {
  static PeerView of(TrackedPeer peer, Instant now) {
    return new PeerView(
        peer.name.text(),
        peer.address(),
        peer.isSeeder(),
        peer.left,
        Duration.between(peer.lastSeen(), now),
        peer.pings,
        (BitSet) peer.blocks.clone());
  }
}
