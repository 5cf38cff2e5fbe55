package minibit.core.announce.udp;

import java.util.List;
import minibit.core.announce.AnnounceRequest;
import minibit.core.id.InfoHash;

/** A packet to a UDP tracker that has a right to an answer (BEP 15). */
public sealed interface UdpRequest {
  /** The number that the answer has to bear. */
  int transaction();

  /** Asks for a connection id. Anybody may, and the answer is no larger than the question. */
  record Connect(int transaction) implements UdpRequest {}

  /** An announce under a good connection id. */
  record Announce(int transaction, AnnounceRequest request) implements UdpRequest {}

  /** A scrape under a good connection id, of 1 to {@link UdpPackets#MAX_SCRAPE} torrents. */
  record Scrape(int transaction, List<InfoHash> hashes) implements UdpRequest {
    /** Keeps a copy. */
    public Scrape {
      hashes = List.copyOf(hashes);
    }
  }

  /** Under a good connection id, and yet nothing that can be done; and why. */
  record Bad(int transaction, String reason) implements UdpRequest {}
}
