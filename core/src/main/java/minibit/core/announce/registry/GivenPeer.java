package minibit.core.announce.registry;

import java.util.BitSet;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;

/**
 * A peer as an asker is told of it.
 *
 * @param name the id as its owner wrote it: text, or hexadecimal when it is no text
 * @param address to be dialled by this asker
 * @param blocksOwned a copy; empty if the peer does not count blocks
 */
public record GivenPeer(PeerId id, String name, PeerAddress address, BitSet blocksOwned) {}
