package minibit.daemon.desk;

import java.util.Locale;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.fetch.model.PeerView;

/** A peer in words and letters. */
final class PeerWords {
  private PeerWords() {}

  static TransferDetail.Peer peer(PeerView peer, int pieces) {
    boolean incoming = peer.connected() && !peer.outgoing();
    return new TransferDetail.Peer(
        peer.address(),
        peer.member(),
        peer.client(),
        peer.connected(),
        peer.outgoing(),
        peer.pieces(),
        peer.down(),
        peer.up(),
        peer.downloaded(),
        peer.uploaded(),
        peer.amChoking(),
        peer.amInterested(),
        peer.peerChoking(),
        peer.peerInterested(),
        peer.connected() ? flags(peer) : "",
        peer.peerChoking(),
        peer.amChoking(),
        peer.peerInterested(),
        peer.amInterested(),
        pieces > 0 ? Math.min(1, (double) peer.pieces() / pieces) : 0,
        source(peer, incoming),
        incoming,
        peer.carriage().encryption().name().toLowerCase(Locale.ROOT),
        peer.carriage().utp() ? "utp" : "tcp");
  }

  private static String source(PeerView peer, boolean incoming) {
    if (incoming) {
      return "incoming";
    }
    String source = peer.source().orElse("");
    // Who holds a content of the group is told by the catalogue, and given to the swarm by us.
    return source.equals("user") && peer.member().isPresent() ? "group" : source;
  }

  private static String flags(PeerView peer) {
    StringBuilder flags = new StringBuilder();
    if (peer.amInterested()) {
      flags.append(peer.peerChoking() ? 'd' : 'D');
    } else if (!peer.peerChoking()) {
      flags.append('K');
    }
    if (peer.peerInterested()) {
      flags.append(peer.amChoking() ? 'u' : 'U');
    } else if (!peer.amChoking()) {
      flags.append('?');
    }
    flags.append(peer.snubbed() ? "S" : "");
    flags.append(peer.outgoing() ? "" : "I");
    flags.append(peer.source().filter("pex"::equals).isPresent() ? "X" : "");
    flags.append(
        switch (peer.carriage().encryption()) {
          case NONE -> "";
          case HANDSHAKE -> "e";
          case STREAM -> "E";
        });
    flags.append(peer.carriage().utp() ? "P" : "");
    return flags.toString();
  }
}
