package minibit.core.swarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.PieceTable;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;

/** What the parts of a swarm share: its peers, its pieces, the time, and the effects so far. */
final class SwarmState {
  /** Peers that left and are still shown: more than a swarm has at one time. */
  static final int MAX_REMEMBERED = 500;

  final SwarmSetup setup;
  final SwarmSettings settings;
  final SwarmWatch watch;
  final PieceTable table;
  final Bitfield everyPiece;
  final WebSources web = new WebSources();
  private final Map<PeerKey, PeerSession> peers = new LinkedHashMap<>();
  private final Map<PeerId, SwarmStatus.Former> left = new LinkedHashMap<>();
  private List<SwarmEffect> effects = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  SwarmState(SwarmSetup setup, SwarmSettings settings, SwarmWatch watch) {
    this.setup = setup;
    this.settings = settings;
    this.watch = watch;
    this.table = new PieceTable(setup.geometry(), setup.have());
    this.everyPiece = Bitfield.full(setup.geometry().pieces());
  }

  Instant now() {
    return now;
  }

  void now(Instant time) {
    now = time;
  }

  int pieces() {
    return setup.geometry().pieces();
  }

  /** Whether every piece is verified, wanted or not. */
  boolean isComplete() {
    return table.verified().isFull();
  }

  /** The peers, in the order they came; closing ones too. */
  Collection<PeerSession> peers() {
    return peers.values();
  }

  int peerCount() {
    return peers.size();
  }

  /** A peer that is connected and not closing. */
  Optional<PeerSession> peer(PeerKey key) {
    return Optional.ofNullable(peers.get(key)).filter(peer -> !peer.isClosing());
  }

  /** A peer, also one that is closing. */
  Optional<PeerSession> anyPeer(PeerKey key) {
    return Optional.ofNullable(peers.get(key));
  }

  Optional<PeerSession> peer(long number) {
    return peer(new PeerKey(number));
  }

  void add(PeerSession peer) {
    peers.put(peer.key(), peer);
  }

  void remove(PeerKey key) {
    PeerSession peer = peers.remove(key);
    if (peer != null) {
      remember(SwarmStatus.Former.of(peer));
    }
  }

  private void remember(SwarmStatus.Former peer) {
    if (peer.down() == 0 && peer.up() == 0) {
      return;
    }
    SwarmStatus.Former before = left.remove(peer.id());
    left.put(peer.id(), before == null ? peer : peer.after(before));
    if (left.size() > MAX_REMEMBERED) {
      left.remove(left.keySet().iterator().next());
    }
  }

  /** Who left and had moved payload, the last to leave last. */
  List<SwarmStatus.Former> left() {
    return List.copyOf(left.values());
  }

  void emit(SwarmEffect effect) {
    effects.add(effect);
  }

  void send(PeerSession peer, PeerMessage message) {
    peer.said(now);
    effects.add(new SwarmEffect.Send(peer.key(), message));
  }

  /** Asks the engine to close; the parts clean up through {@link Departures}. */
  void emitClose(PeerSession peer, CloseReason reason) {
    effects.add(new SwarmEffect.Disconnect(peer.key(), reason));
  }

  List<SwarmEffect> takeEffects() {
    List<SwarmEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }
}
