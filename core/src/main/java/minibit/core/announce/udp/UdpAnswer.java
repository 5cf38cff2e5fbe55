package minibit.core.announce.udp;

import java.util.List;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.PeerAddress;

/** A packet from a UDP tracker (BEP 15). */
public sealed interface UdpAnswer {
  /** The number that the request bore, by which its answer is known. */
  int transaction();

  /** Here is your connection id. */
  record Connected(int transaction, long connection) implements UdpAnswer {}

  /**
   * You are in.
   *
   * @param interval seconds until the next announce
   */
  record Announced(
      int transaction, int interval, long leechers, long seeders, List<PeerAddress> peers)
      implements UdpAnswer {}

  /** The torrents asked for, in the order of the request. */
  record Scraped(int transaction, List<ScrapeCounts> counts) implements UdpAnswer {
    /** Copies the list. */
    public Scraped {
      counts = List.copyOf(counts);
    }
  }

  /** No, and why. */
  record Error(int transaction, String message) implements UdpAnswer {}
}
