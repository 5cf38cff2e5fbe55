package minibit.core.swarm;

import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.PeerMessage;

/** Hashes of v2 files (BEP 52): what peers ask of us, and what we lack. */
final class Layers {
  private final SwarmState state;

  Layers(SwarmState state) {
    this.state = state;
  }

  /** A peer asks for hashes: the engine reads or computes them, where there are any. */
  void asked(PeerSession peer, PeerMessage.HashRange range) {
    if (state.setup.hashes().v2().isPresent()) {
      state.emit(new SwarmEffect.ServeHashes(peer.key(), range));
    } else {
      state.send(peer, new PeerMessage.HashReject(range));
    }
  }

  void received(PeerSession peer, PeerMessage.Hashes hashes) {}

  void rejected(PeerSession peer, PeerMessage.HashRange range) {}

  void peerHasMore(PeerSession peer) {}

  void gone(PeerKey key) {}
}
