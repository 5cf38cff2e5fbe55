package minibit.core.dht;

import java.util.List;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** What a {@link Dht} wants done. */
public sealed interface DhtEffect {
  /** Send this datagram of at most 1024 bytes, by the socket of the address's family. */
  record Send(PeerAddress to, byte[] packet) implements DhtEffect {}

  /** Nodes named these peers of a wanted torrent; the same ones may come again. */
  record PeersFound(InfoHash hash, List<PeerAddress> peers) implements DhtEffect {
    /** Copies the list. */
    public PeersFound {
      peers = List.copyOf(peers);
    }
  }
}
