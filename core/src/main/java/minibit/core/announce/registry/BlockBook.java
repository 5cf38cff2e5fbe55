package minibit.core.announce.registry;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What JSON peers say of their blocks, and what newcomers are advised to take first. */
final class BlockBook {
  /** A newcomer is advised the tenth part of a torrent, at most this many blocks. */
  private static final int MOST_ADVISED = 64;

  private static final int ADVISED_PART = 10;

  private final RegistrySettings settings;
  private final RandomGenerator random;
  private final Consumer<TrackerEvent> events;
  private long bytes;

  BlockBook(RegistrySettings settings, RandomGenerator random, Consumer<TrackerEvent> events) {
    this.settings = settings;
    this.random = random;
    this.events = events;
  }

  /** Notes what a newcomer owns, and advises what to take first. */
  BitSet welcome(TrackedPeer peer, Registration registration) {
    report(peer, registration.blocksOwned(), registration.blocksTotal());
    boolean noTorrent = peer.swarm.hash.equals(SwarmRegistry.NO_TORRENT);
    int total = noTorrent ? settings.blocks() : peer.swarm.blocksTotal;
    if (total == 0 || peer.isSeeder()) {
      return new BitSet();
    }
    int count =
        noTorrent ? 1 + random.nextInt(total) : Math.clamp(total / ADVISED_PART, 1, MOST_ADVISED);
    BitSet initial = peer.swarm.advise(total, count, peer.blocks, random);
    if (noTorrent && registration.blocksOwned().isEmpty()) {
      setBlocks(peer, initial);
    }
    return initial;
  }

  /** Notes what a peer says of its blocks; what it is advised: nothing, it is no newcomer. */
  BitSet report(TrackedPeer peer, Optional<BitSet> owned, OptionalInt total) {
    if (total.isPresent() && total.getAsInt() > 0) {
      peer.swarm.blocksTotal = Math.max(peer.swarm.blocksTotal, total.getAsInt());
    }
    owned.ifPresent(blocks -> setBlocks(peer, blocks));
    if (owned.isPresent() && total.isPresent() && total.getAsInt() > 0) {
      boolean wasSeeder = peer.isSeeder();
      long missing = (long) total.getAsInt() - owned.get().cardinality();
      peer.swarm.setLeft(peer, Math.max(0, missing));
      if (peer.isSeeder() && !wasSeeder) {
        peer.swarm.downloaded++;
        events.accept(new TrackerEvent.Completed(peer.swarm.hash, peer.name.text()));
      }
    }
    return new BitSet();
  }

  /** When memory for blocks is used up, peers stay and their blocks are not kept. */
  private void setBlocks(TrackedPeer peer, BitSet blocks) {
    forget(peer);
    if (bytes + size(blocks) <= settings.limits().blockBytes()) {
      peer.blocks = (BitSet) blocks.clone();
      bytes += size(peer.blocks);
    }
  }

  /** Gives the memory of a peer's blocks free. */
  void forget(TrackedPeer peer) {
    bytes -= size(peer.blocks);
    peer.blocks = new BitSet(0);
  }

  private static long size(BitSet blocks) {
    return blocks.size() / 8;
  }
}
