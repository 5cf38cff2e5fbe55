package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import minibit.core.choker.Candidate;
import minibit.core.choker.ChokeDecision;
import minibit.core.choker.ChokeStrategy;
import minibit.core.picker.PiecePicker;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.PeerMessage;

/** Runs the choker's rounds and tells peers what it decided. */
final class Unchoking {
  /** How often the availability table is shown: small torrents are over before the first round. */
  private static final Duration TABLE_EVERY = Duration.ofSeconds(2);

  private final SwarmState state;
  private final PiecePicker picker;
  private final FirstCopies firstCopies;
  private final ChokeStrategy choker;
  private boolean slotFree;
  private Instant roundAt = Instant.MAX;
  private Instant tableAt = Instant.MIN;

  Unchoking(SwarmState state, PiecePicker picker, FirstCopies firstCopies, RandomGenerator random) {
    this.state = state;
    this.picker = picker;
    this.firstCopies = firstCopies;
    this.choker = state.settings.rules().choker().make(state.settings.choker(), random);
  }

  Instant deadline() {
    Instant firstCopiesDue = firstCopies.deadline();
    return firstCopiesDue.isBefore(roundAt) ? firstCopiesDue : roundAt;
  }

  int regularSlots() {
    return choker.regularSlots();
  }

  /** Somebody became interested, or a slot was freed. */
  void fillSoon() {
    slotFree = true;
  }

  /** A peer came: rounds begin. */
  void start() {
    if (roundAt.equals(Instant.MAX)) {
      roundAt = state.now().plus(state.settings.choker().round());
    }
  }

  /** Gives a free slot away at once. */
  void settle() {
    showAvailability();
    if (firstCopies.settle()) {
      for (PeerSession peer : state.peers()) {
        if (!peer.amChoking() && firstCopies.isHeldBack(peer)) {
          choke(peer);
        }
      }
      slotFree = true;
    }
    if (slotFree) {
      slotFree = false;
      ChokeDecision decision = choker.fill(candidates());
      perform(decision);
      if (state.watch.wantsRounds() && !decision.unchoke().isEmpty()) {
        state.watch.choked(decision, picker.needed().isEmpty());
      }
    }
  }

  /** A round, if one is due. Says whether it was. */
  boolean tick() {
    if (state.now().isBefore(roundAt)) {
      return false;
    }
    if (state.peerCount() == 0) {
      roundAt = Instant.MAX;
      return false;
    }
    roundAt = state.now().plus(state.settings.choker().round());
    boolean seeding = picker.needed().isEmpty();
    ChokeDecision decision = choker.round(state.now(), candidates(), seeding);
    perform(decision);
    if (state.watch.wantsRounds()) {
      state.watch.choked(decision, seeding);
    }
    return true;
  }

  /** Shows how common pieces are, now and then, to who watches. */
  private void showAvailability() {
    if (!state.watch.wantsRounds()
        || state.now().isBefore(tableAt)
        || picker.needed().isEmpty()
        || state.peerCount() == 0) {
      return;
    }
    AvailabilityTable table = availabilityTable();
    if (!table.rarest().isEmpty()) {
      tableAt = state.now().plus(TABLE_EVERY);
      state.watch.availability(table);
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>(state.peerCount());
    for (PeerSession peer : state.peers()) {
      if (!peer.isClosing()) {
        candidates.add(
            new Candidate(
                peer.key(),
                peer.peerInterested() && !firstCopies.isHeldBack(peer),
                peer.download().snubbed(),
                peer.connectedAt(),
                peer.download().received().rate(state.now()),
                peer.sent().rate(state.now()),
                peer.sent().total(),
                peer.unchokedAt(),
                peer.sentThisTurn(),
                peer.download().received().total()));
      }
    }
    return candidates;
  }

  private void perform(ChokeDecision decision) {
    firstCopies.soon();
    for (PeerKey key : decision.choke()) {
      state.peer(key).ifPresent(this::choke);
    }
    for (PeerKey key : decision.unchoke()) {
      state.peer(key).ifPresent(this::unchoke);
    }
  }

  private void choke(PeerSession peer) {
    peer.choke();
    state.send(peer, new PeerMessage.Choke());
  }

  private void unchoke(PeerSession peer) {
    peer.unchoke(state.now());
    // First, or it has asked for something else before it hears.
    firstCopies.serve(peer);
    state.send(peer, new PeerMessage.Unchoke());
  }

  private AvailabilityTable availabilityTable() {
    TreeMap<Integer, Integer> counts = new TreeMap<>(Collections.reverseOrder());
    Bitfield needed = picker.needed();
    for (int piece = needed.next(0); piece >= 0; piece = needed.next(piece + 1)) {
      counts.merge(picker.availability(piece), 1, Integer::sum);
    }
    List<AvailabilityTable.Row> rows = new ArrayList<>();
    int fewest = 0;
    for (var entry : counts.entrySet()) {
      rows.add(new AvailabilityTable.Row(entry.getKey(), entry.getValue()));
      fewest = entry.getKey() > 0 ? entry.getKey() : fewest;
    }
    List<Integer> rarest = new ArrayList<>();
    for (int piece = needed.next(0);
        piece >= 0 && rarest.size() < AvailabilityTable.SHOWN;
        piece = needed.next(piece + 1)) {
      if (fewest > 0 && picker.availability(piece) == fewest) {
        rarest.add(piece);
      }
    }
    return new AvailabilityTable(rows, rarest);
  }
}
