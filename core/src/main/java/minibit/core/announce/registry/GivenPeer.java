package minibit.core.announce.registry;

import java.util.BitSet;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;

/**
 * A peer as an asker is told of it.
 *
 * @param id empty if it never said one
 * @param name the id as its owner wrote it: text, or hexadecimal when it is no text
 * @param address to be dialled by this asker
 * @param blocksOwned a copy; empty if the peer does not count blocks
 */
public record GivenPeer(Optional<PeerId> id, String name, PeerAddress address, BitSet blocksOwned) {
  /** A peer of which only the address is known, because it never announced itself. */
  public static GivenPeer unnamed(PeerAddress address) {
    return new GivenPeer(Optional.empty(), "", address, new BitSet(0));
  }
}
