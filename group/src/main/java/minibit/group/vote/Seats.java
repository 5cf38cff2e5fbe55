package minibit.group.vote;

import java.net.InetAddress;
import java.net.UnknownHostException;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import org.apache.ratis.protocol.RaftPeer;

/** Reads seats back from the configuration. */
final class Seats {
  private Seats() {}

  static Seat of(RaftPeer peer) {
    String address = peer.getAddress();
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replace("[", "").replace("]", "");
    try {
      // Written by us as digits, so no name is resolved.
      byte[] ip = InetAddress.getByName(host).getAddress();
      return new Seat(
          MemberId.ofHex(peer.getId().toString()),
          PeerAddress.of(ip, Integer.parseInt(address.substring(colon + 1))));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a voter without address: " + address, e);
    }
  }
}
