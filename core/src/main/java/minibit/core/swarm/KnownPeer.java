package minibit.core.swarm;

import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.session.PeerSession;

/**
 * Who a peer is to us when it comes back. Peer ids are no secret: who gives another's id must not
 * be taken for it, so only the id and the host together tell.
 *
 * @param host its address under port 1, for a dialler's port is another each time
 */
record KnownPeer(PeerAddress host, PeerId id) {
  static KnownPeer of(PeerSession peer) {
    return new KnownPeer(peer.remote().withPort(1), peer.handshake().peerId());
  }
}
