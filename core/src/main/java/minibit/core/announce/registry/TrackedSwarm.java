package minibit.core.announce.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * One torrent's peers. They stand in one list, seeders in front, so that "any other" and "any
 * leecher" are both a range in it. Mutable; belongs to its registry.
 */
final class TrackedSwarm {
  final InfoHash hash;
  long downloaded;

  /** How many blocks the torrent has, as its JSON peers say; 0 if none said. */
  int blocksTotal;

  private final Map<PeerId, TrackedPeer> byId = new HashMap<>();
  private final List<TrackedPeer> members = new ArrayList<>();
  private int seeders;

  /**
   * Of each member what {@link PackedV4} makes of its IPv4 address; side by side, as they are read.
   */
  private long[] packed = new long[4];

  /** The same of their IPv6 addresses. */
  private final PackedV6 packed6 = new PackedV6();

  /** How many newcomers were advised each block. */
  private int[] advised = {};

  TrackedSwarm(InfoHash hash) {
    this.hash = hash;
  }

  int size() {
    return members.size();
  }

  int seeders() {
    return seeders;
  }

  int leechers() {
    return members.size() - seeders;
  }

  List<TrackedPeer> members() {
    return members;
  }

  /** Addresses in the order of the members; only the first of them count. */
  long[] packed() {
    return packed;
  }

  /** IPv6 addresses in the order of the members. */
  PackedV6 packed6() {
    return packed6;
  }

  @Nullable TrackedPeer find(PeerId id) {
    return byId.get(id);
  }

  void add(TrackedPeer peer) {
    byId.put(peer.name.id(), peer);
    peer.index = members.size();
    members.add(peer);
    if (packed.length < members.size()) {
      resize(2 * packed.length);
    }
    moved(peer);
    if (peer.isSeeder()) {
      swap(peer.index, seeders++);
    }
  }

  void remove(TrackedPeer peer) {
    byId.remove(peer.name.id());
    if (peer.index < seeders) {
      swap(peer.index, --seeders);
    }
    swap(peer.index, members.size() - 1);
    members.removeLast();
    if (packed.length > 4 && members.size() < packed.length / 4) {
      resize(packed.length / 2);
    }
  }

  private void resize(int places) {
    packed = Arrays.copyOf(packed, places);
    packed6.resize(places);
  }

  /** A member has another address, or another place. */
  void moved(TrackedPeer peer) {
    packed[peer.index] = peer.v4 == null ? PackedV4.NONE : PackedV4.of(peer.v4);
    packed6.set(peer.index, peer.v6, packed.length);
  }

  /** Changes what a member still misses, and its place accordingly. */
  void setLeft(TrackedPeer peer, long left) {
    boolean was = peer.isSeeder();
    peer.left = left;
    if (!was && peer.isSeeder()) {
      swap(peer.index, seeders++);
    } else if (was && !peer.isSeeder()) {
      swap(peer.index, --seeders);
    }
  }

  private void swap(int a, int b) {
    TrackedPeer first = members.get(a);
    TrackedPeer second = members.get(b);
    members.set(a, second);
    members.set(b, first);
    second.index = a;
    first.index = b;
    long address = packed[a];
    packed[a] = packed[b];
    packed[b] = address;
    packed6.swap(a, b);
  }

  /**
   * Up to {@code wanted} members other than the asker, each set of them as likely as any other.
   * Proven seeders are not told of seeders: neither has anything to give the other.
   */
  List<TrackedPeer> choose(@Nullable TrackedPeer asker, int wanted, RandomGenerator random) {
    return Sample.of(members, firstFor(asker), members.size(), asker, wanted, random);
  }

  /** Where those begin that an asker is told of. */
  int firstFor(@Nullable TrackedPeer asker) {
    return asker != null && asker.isSeeder() && asker.proven ? seeders : 0;
  }

  /**
   * Blocks for a newcomer to begin with: those that the fewest newcomers before it were advised, of
   * these the ones that the fewest own, ties broken by chance.
   */
  BitSet advise(int total, int count, BitSet except, RandomGenerator random) {
    if (advised.length < total) {
      advised = Arrays.copyOf(advised, total);
    }
    int[] owners = owners(total);
    List<Candidate> candidates = new ArrayList<>();
    for (int block = 0; block < total; block++) {
      if (!except.get(block)) {
        candidates.add(new Candidate(block, advised[block], owners[block], random.nextInt()));
      }
    }
    candidates.sort(Candidate.BEST_FIRST);
    BitSet advice = new BitSet(total);
    for (Candidate candidate : candidates.subList(0, Math.min(count, candidates.size()))) {
      advice.set(candidate.block);
      advised[candidate.block]++;
    }
    return advice;
  }

  private int[] owners(int total) {
    int[] owners = new int[total];
    // A look at some of a large swarm is enough to tell common from rare.
    for (TrackedPeer peer : members.subList(0, Math.min(members.size(), OWNERS_LOOKED_AT))) {
      for (int block = peer.blocks.nextSetBit(0);
          block >= 0 && block < total;
          block = peer.blocks.nextSetBit(block + 1)) {
        owners[block]++;
      }
    }
    return owners;
  }

  private static final int OWNERS_LOOKED_AT = 200;

  private record Candidate(int block, int advised, int owners, int tie) {
    static final java.util.Comparator<Candidate> BEST_FIRST =
        java.util.Comparator.comparingInt(Candidate::advised)
            .thenComparingInt(Candidate::owners)
            .thenComparingInt(Candidate::tie)
            .thenComparingInt(Candidate::block);
  }
}
