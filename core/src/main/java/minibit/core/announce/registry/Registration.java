package minibit.core.announce.registry;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import minibit.core.id.InfoHash;

/**
 * What a JSON peer says when it registers.
 *
 * @param port where it listens
 * @param hash the torrent, if it names one
 * @param blocksOwned what it has, if it says so
 * @param blocksTotal how many blocks the torrent has, if it says so
 */
public record Registration(
    PeerName name,
    int port,
    Optional<InfoHash> hash,
    Optional<BitSet> blocksOwned,
    OptionalInt blocksTotal) {
  /** How much it misses, as far as it says. */
  OptionalLong left() {
    if (blocksOwned.isEmpty() || blocksTotal.isEmpty() || blocksTotal.getAsInt() == 0) {
      return OptionalLong.empty();
    }
    long missing = (long) blocksTotal.getAsInt() - blocksOwned.get().cardinality();
    return OptionalLong.of(Math.max(0, missing));
  }
}
