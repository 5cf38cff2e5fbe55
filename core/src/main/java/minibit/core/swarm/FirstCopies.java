package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import minibit.core.picker.PiecePicker;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerOffers;
import minibit.core.session.PeerSession;
import minibit.core.wire.PeerMessage;

/**
 * Gets every piece out once before any goes out twice. Until then the seeder's line is what a crowd
 * waits for, and left to themselves two peers in ten fetch what a third one fetches already. So we,
 * seeding, suggest (BEP 6) to each peer we serve pieces which nobody has and nobody else was given.
 * A hint: whoever follows it gains, whoever does not loses nothing.
 *
 * <p>When the last pieces are given, whoever has got its own waits until the others have theirs:
 * what it could fetch of us now is on its way to others already, and would slow that way down. One
 * pass over the pieces while peers are there; then rarest first needs no help.
 */
final class FirstCopies {
  /** One peer alone fetches everything anyway. */
  private static final int CROWD = 2;

  /** Pieces ahead of each peer: the one under way, and the next. */
  private static final int AHEAD = 2;

  /** Time without a first copy after which nobody waits any longer: somebody goes its own way. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final SwarmState state;
  private final PiecePicker picker;
  private final int first;
  private final int step;
  private final Map<PeerKey, Set<Integer>> given = new LinkedHashMap<>();
  private final ArrayDeque<Integer> returned = new ArrayDeque<>();
  private int handedOut;
  private boolean due;
  private boolean over;
  // Long ago, and still near enough for timers to count to: who waits for nothing is done at once.
  private Instant lastArrival = Instant.EPOCH;

  FirstCopies(SwarmState state, PiecePicker picker, RandomGenerator random) {
    this.state = state;
    this.picker = picker;
    this.first = random.nextInt(Math.max(1, state.pieces()));
    this.step = stride(state.pieces(), random);
  }

  /** A step that leads through all pieces in an order of its own, and needs no memory. */
  private static int stride(int pieces, RandomGenerator random) {
    if (pieces < 3) {
      return 1;
    }
    int candidate = 1 + random.nextInt(pieces - 1);
    while (gcd(candidate, pieces) != 1) {
      candidate = candidate % (pieces - 1) + 1;
    }
    return candidate;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** When {@link #settle} must be called at the latest. */
  Instant deadline() {
    return isWaiting() ? lastArrival.plus(PATIENCE) : Instant.MAX;
  }

  /** What peers want changed. */
  void soon() {
    due = true;
  }

  /** We are about to serve this peer. */
  void serve(PeerSession peer) {
    if (isUnderWay()) {
      suggest(peer);
    }
  }

  /** Whether the peer is to be left out for a moment, because it has got its own. */
  boolean isHeldBack(PeerSession peer) {
    return isWaiting() && peer.fast() && given.getOrDefault(peer.key(), Set.of()).isEmpty();
  }

  /** A peer has this piece now. */
  void arrived(PeerSession peer, int piece) {
    Set<Integer> own = given.get(peer.key());
    if (own != null && own.remove(piece)) {
      lastArrival = state.now();
    }
    due = true;
  }

  /** A peer will fetch nothing any more: what it was given is for others. */
  void gone(PeerKey peer) {
    takeBack(peer);
    due = true;
    if (state.peerCount() == 0) {
      given.clear();
      returned.clear();
      handedOut = 0;
      over = false;
    }
  }

  /** Suggests where something changed; says whether others are held back now than before. */
  boolean settle() {
    boolean waited = isWaiting();
    if (waited && !deadline().isAfter(state.now())) {
      over = true;
      return true;
    }
    if (!due || !isUnderWay()) {
      due = false;
      return false;
    }
    due = false;
    for (PeerSession peer : state.peers()) {
      if (peer.amChoking() && !isHeldBack(peer)) {
        takeBack(peer.key());
      } else {
        suggest(peer);
      }
    }
    over = isWaiting() && given.values().stream().allMatch(Set::isEmpty);
    return waited || isWaiting();
  }

  private boolean isUnderWay() {
    if (over || !state.isComplete()) {
      return false;
    }
    int crowd = 0;
    for (PeerSession peer : state.peers()) {
      crowd += isLeecher(peer) ? 1 : 0;
    }
    return crowd >= CROWD;
  }

  private boolean isWaiting() {
    return !over && handedOut == state.pieces() && returned.isEmpty() && !given.isEmpty();
  }

  private static boolean isLeecher(PeerSession peer) {
    return peer.phase() instanceof PeerSession.Live && !peer.isSeeder();
  }

  private void takeBack(PeerKey peer) {
    Set<Integer> own = given.remove(peer);
    if (own != null) {
      returned.addAll(own);
    }
  }

  private void suggest(PeerSession peer) {
    if (!isLeecher(peer) || !peer.fast() || !peer.peerInterested()) {
      return;
    }
    Set<Integer> own = given.computeIfAbsent(peer.key(), _ -> new LinkedHashSet<>());
    // What somebody has meanwhile can be had there too.
    own.removeIf(piece -> picker.availability(piece) > 0);
    long second = peer.sent().rate(state.now(), 3) / state.setup.geometry().pieceLength();
    int ahead = (int) Math.min(AHEAD + second, PeerOffers.MAX_SUGGESTED);
    while (own.size() < ahead) {
      int piece = next();
      if (piece < 0) {
        return;
      }
      own.add(piece);
      lastArrival = state.now();
      state.send(peer, new PeerMessage.Suggest(piece));
    }
  }

  /** A piece that nobody has and nobody was given, or -1. */
  private int next() {
    while (!returned.isEmpty()) {
      int piece = returned.remove();
      if (picker.availability(piece) == 0) {
        return piece;
      }
    }
    while (handedOut < state.pieces()) {
      int piece = (int) ((first + (long) handedOut++ * step) % state.pieces());
      if (picker.availability(piece) == 0) {
        return piece;
      }
    }
    return -1;
  }
}
