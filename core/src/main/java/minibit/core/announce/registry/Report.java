package minibit.core.announce.registry;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import minibit.core.id.InfoHash;

/** What a JSON peer says when it pings: it is there, and perhaps what it has by now. */
public record Report(
    PeerName name,
    Optional<InfoHash> hash,
    Optional<BitSet> blocksOwned,
    OptionalInt blocksTotal) {}
