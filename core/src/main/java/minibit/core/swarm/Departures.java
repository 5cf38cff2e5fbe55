package minibit.core.swarm;

import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.CloseReason;

/** How peers leave: by our decision or their own. Everything they held is given back once. */
final class Departures {
  private final SwarmState state;
  private final Requests requests;
  private final Unchoking unchoking;
  private final Candidates candidates;

  Departures(SwarmState state, Requests requests, Unchoking unchoking, Candidates candidates) {
    this.state = state;
    this.requests = requests;
    this.unchoking = unchoking;
    this.candidates = candidates;
  }

  /** We close a connection. What the peer held is free at once. */
  void close(PeerSession peer, CloseReason reason) {
    if (peer.isClosing()) {
      return;
    }
    release(peer);
    peer.closing(reason);
    state.emitClose(peer, reason);
  }

  void closeAll(CloseReason reason) {
    for (PeerSession peer : state.peers()) {
      close(peer, reason);
    }
  }

  /** The connection is gone. */
  void gone(PeerKey key) {
    state
        .anyPeer(key)
        .ifPresent(
            peer -> {
              boolean lived = peer.phase() instanceof PeerSession.Live;
              if (!peer.isClosing()) {
                release(peer);
                peer.closing(CloseReason.REMOTE_CLOSED);
              }
              state.remove(key);
              peer.listens().ifPresent(at -> left(at, lived));
              if (wasSentAwayTooSoon(peer)) {
                candidates.retrySeeds(state.now());
              }
            });
  }

  /** We wanted nothing when we closed; wishes have grown since, while the connection went down. */
  private boolean wasSentAwayTooSoon(PeerSession peer) {
    return peer.phase() instanceof PeerSession.Closing(CloseReason reason)
        && reason == CloseReason.BOTH_SEED
        && !requests.picker().needed().isEmpty();
  }

  /** Of two connections to one peer the second went: there is nobody to dial there. */
  private void left(PeerAddress at, boolean lived) {
    for (PeerSession other : state.peers()) {
      if (!other.isClosing() && other.listens().filter(at::equals).isPresent()) {
        candidates.connected(at);
        return;
      }
    }
    candidates.gone(at, lived, state.now());
  }

  private void release(PeerSession peer) {
    requests.drop(peer);
    if (peer.phase() instanceof PeerSession.Live) {
      requests.picker().leave(peer.has(), peer.countedAsSeeder());
    }
    if (!peer.amChoking()) {
      peer.choke();
      unchoking.fillSoon();
    }
  }
}
