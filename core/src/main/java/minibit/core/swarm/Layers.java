package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.metainfo.LayerStore;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PeerMessage.HashRange;

/**
 * Hashes of v2 files (BEP 52): passes on what peers ask of us, and asks v2 peers for the piece
 * layers that we lack, as after a magnet link. In a v2 torrent a piece is not begun before its
 * layer is known; a hybrid's pieces can be verified by their v1 hashes meanwhile.
 */
final class Layers {
  /** Ranges asked of one peer at once: each answer may have 17 KiB. */
  private static final int WINDOW = 4;

  /** Time after which a range is asked of another peer. */
  private static final Duration UNANSWERED = Duration.ofSeconds(20);

  /** Time after which a peer that refused a range may be asked for it again: it learns, too. */
  private static final Duration FORGIVEN = Duration.ofSeconds(60);

  private static final Duration TICK = Duration.ofSeconds(5);

  private final SwarmState state;
  private final Requests requests;
  private final Departures departures;
  private final Optional<LayerStore> store;
  private final Bitfield locked;
  private final Map<HashRange, Asked> asked = new LinkedHashMap<>();
  private final Map<PeerKey, Set<HashRange>> ever = new LinkedHashMap<>();
  private final Map<PeerKey, Map<HashRange, Instant>> refused = new LinkedHashMap<>();
  private List<HashRange> missing;
  private Instant tickAt = Instant.MAX;

  Layers(SwarmState state, Requests requests, Departures departures) {
    this.state = state;
    this.requests = requests;
    this.departures = departures;
    this.store = state.setup.layers();
    this.locked = new Bitfield(state.pieces());
    this.missing = store.map(LayerStore::missing).orElse(List.of());
    if (!missing.isEmpty() && state.setup.hashes().v1().isEmpty()) {
      lock(store.orElseThrow());
    }
  }

  private record Asked(PeerKey peer, Instant at) {}

  private void lock(LayerStore layers) {
    for (int piece = 0; piece < state.pieces(); piece++) {
      if (!state.table.isVerified(piece) && !layers.isVerifiable(piece)) {
        locked.set(piece);
        requests.picker().unlock(piece, false);
      }
    }
  }

  Instant deadline() {
    return tickAt;
  }

  /** Pieces whose hash is not known. */
  int lockedCount() {
    return locked.count();
  }

  /** A peer asks for hashes: the engine reads or computes them, where there are any. */
  void asked(PeerSession peer, HashRange range) {
    if (state.setup.hashes().v2().isPresent()) {
      state.emit(new SwarmEffect.ServeHashes(peer.key(), range));
    } else {
      state.send(peer, new PeerMessage.HashReject(range));
    }
  }

  void received(PeerSession peer, PeerMessage.Hashes hashes) {
    HashRange range = hashes.range();
    if (store.isEmpty() || !ever.getOrDefault(peer.key(), Set.of()).contains(range)) {
      departures.close(peer, CloseReason.UNASKED_BLOCK);
      return;
    }
    answered(peer, range);
    LayerStore layers = store.get();
    switch (layers.accept(range, hashes.hashes())) {
      case COMPLETE -> {
        missing = layers.missing();
        layers
            .layer(range.root())
            .ifPresent(layer -> state.emit(new SwarmEffect.LayerLearned(range.root(), layer)));
        unlock(layers);
      }
      case PART -> missing = layers.missing();
      case KNOWN -> {}
      case NOT_ASKED, FALSE -> departures.close(peer, CloseReason.CORRUPT_DATA);
    }
    ask();
  }

  void rejected(PeerSession peer, HashRange range) {
    if (ever.getOrDefault(peer.key(), Set.of()).contains(range)) {
      answered(peer, range);
      refuse(peer.key(), range);
      ask();
    }
  }

  private void answered(PeerSession peer, HashRange range) {
    Asked open = asked.get(range);
    if (open != null && open.peer().equals(peer.key())) {
      asked.remove(range);
    }
  }

  private void refuse(PeerKey key, HashRange range) {
    refused
        .computeIfAbsent(key, peer -> new LinkedHashMap<>())
        .put(range, state.now().plus(FORGIVEN));
  }

  private void unlock(LayerStore layers) {
    for (int piece = locked.next(0); piece >= 0; piece = locked.next(piece + 1)) {
      if (layers.isVerifiable(piece)) {
        locked.clear(piece);
        requests.picker().unlock(piece, true);
      }
    }
    requests.refillSoon();
  }

  /** The peer came or has more pieces: it may know hashes now. */
  void peerHasMore(PeerSession peer) {
    if (!missing.isEmpty() && canAsk(peer) && openAt(peer.key()) == 0) {
      ask();
    }
  }

  void gone(PeerKey key) {
    ever.remove(key);
    refused.remove(key);
    if (asked.values().removeIf(open -> open.peer().equals(key))) {
      ask();
    }
  }

  /** Gives up on silent peers and asks others. */
  void tick() {
    if (state.now().isBefore(tickAt)) {
      return;
    }
    for (Map.Entry<HashRange, Asked> open : List.copyOf(asked.entrySet())) {
      if (!open.getValue().at().plus(UNANSWERED).isAfter(state.now())) {
        asked.remove(open.getKey());
        refuse(open.getValue().peer(), open.getKey());
      }
    }
    ask();
  }

  /** Asks for what is missing and not asked for, in the order of the files. */
  private void ask() {
    boolean anyone = false;
    for (PeerSession peer : state.peers()) {
      if (canAsk(peer)) {
        anyone = true;
        askOne(peer);
      }
    }
    tickAt = anyone && !missing.isEmpty() ? state.now().plus(TICK) : Instant.MAX;
  }

  private void askOne(PeerSession peer) {
    int open = openAt(peer.key());
    Map<HashRange, Instant> refusals = refused.getOrDefault(peer.key(), Map.of());
    for (HashRange range : missing) {
      if (open >= WINDOW) {
        return;
      }
      Instant until = refusals.get(range);
      if (!asked.containsKey(range) && (until == null || !until.isAfter(state.now()))) {
        asked.put(range, new Asked(peer.key(), state.now()));
        ever.computeIfAbsent(peer.key(), key -> new LinkedHashSet<>()).add(range);
        state.send(peer, new PeerMessage.HashRequest(range));
        open++;
      }
    }
  }

  private int openAt(PeerKey key) {
    int open = 0;
    for (Asked entry : asked.values()) {
      open += entry.peer().equals(key) ? 1 : 0;
    }
    return open;
  }

  /** Who speaks v2 and has pieces must know hashes (BEP 52). */
  private static boolean canAsk(PeerSession peer) {
    return peer.phase() instanceof PeerSession.Live
        && peer.agreement().v2()
        && !peer.has().isEmpty();
  }
}
