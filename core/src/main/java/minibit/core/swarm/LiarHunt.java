package minibit.core.swarm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.CloseReason;

/**
 * Finds who sends corrupt data. A corrupt piece with one sender convicts it. One with several makes
 * all of them suspects: from then on each fetches pieces alone, and the piece is fetched again from
 * one peer alone, so that the next lie has one author. Honest suspects lose nothing but company,
 * and are cleared after some good pieces.
 */
final class LiarHunt {
  /** Good pieces, each sent alone, after which a suspect is cleared. */
  static final int PIECES_TO_CLEAR = 16;

  /** Peers that left and may still turn out to have lied. */
  private static final int MAX_REMEMBERED = 256;

  private final SwarmState state;
  private final Requests requests;
  private final Admission admission;
  private final Departures departures;
  private final Map<Long, Identity> remembered = new LinkedHashMap<>();
  private final Map<KnownPeer, Integer> suspects = new LinkedHashMap<>();

  LiarHunt(SwarmState state, Requests requests, Admission admission, Departures departures) {
    this.state = state;
    this.requests = requests;
    this.admission = admission;
    this.departures = departures;
  }

  private record Identity(PeerAddress remote, PeerId id, Optional<PeerAddress> listens) {
    static Identity of(PeerSession peer) {
      return new Identity(peer.remote(), peer.handshake().peerId(), peer.listens());
    }

    KnownPeer known() {
      return new KnownPeer(remote.withPort(1), id);
    }
  }

  /** A peer came, maybe again. */
  void connected(PeerSession peer) {
    peer.suspect(suspects.containsKey(KnownPeer.of(peer)));
  }

  /** A peer leaves. What it sent may not be verified yet. */
  void leaves(PeerSession peer) {
    if (peer.download().received().total() == 0) {
      return;
    }
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.remove(remembered.keySet().iterator().next());
    }
    remembered.put(peer.number(), Identity.of(peer));
  }

  /** These peers, in the order of their first block, sent a piece that is good. */
  void verified(List<Long> contributors) {
    if (suspects.isEmpty() || contributors.size() != 1) {
      return;
    }
    identity(contributors.getFirst()).ifPresent(this::clear);
  }

  private void clear(Identity peer) {
    Integer good = suspects.get(peer.known());
    if (good == null) {
      return;
    }
    if (good + 1 < PIECES_TO_CLEAR) {
      suspects.put(peer.known(), good + 1);
      return;
    }
    suspects.remove(peer.known());
    for (PeerSession session : state.peers()) {
      if (KnownPeer.of(session).equals(peer.known())) {
        session.suspect(false);
      }
    }
  }

  /** These peers sent a piece that is corrupt. */
  void failed(int piece, List<Long> contributors) {
    boolean convicted = contributors.size() == 1;
    requests.picker().isolate(piece);
    for (long number : contributors) {
      PeerKey key = new PeerKey(number);
      if (state.watch.wantsRounds()) {
        state.watch.suspected(piece, key, convicted);
      }
      Optional<Identity> identity = identity(number);
      if (convicted) {
        identity.ifPresent(liar -> ban(key, liar));
      } else {
        identity.ifPresent(peer -> suspect(key, peer));
      }
    }
  }

  private void ban(PeerKey key, Identity liar) {
    suspects.remove(liar.known());
    state.peer(key).ifPresent(peer -> departures.close(peer, CloseReason.CORRUPT_DATA));
    admission.ban(key, liar.remote(), liar.id(), liar.listens());
  }

  private void suspect(PeerKey key, Identity peer) {
    if (suspects.size() < MAX_REMEMBERED) {
      suspects.put(peer.known(), 0);
    }
    state.peer(key).ifPresent(session -> session.suspect(true));
  }

  private Optional<Identity> identity(long number) {
    return state
        .anyPeer(new PeerKey(number))
        .map(Identity::of)
        .or(() -> Optional.ofNullable(remembered.get(number)));
  }
}
