package minibit.core.announce.registry;

import java.util.List;
import minibit.core.id.PeerAddress;

/** What the registry says to an announce. */
public sealed interface TrackerAnswer {
  /** The same for somebody whose peers are not in it. */
  default PackedAnswer packed() {
    return switch (this) {
      case Given given -> new PackedAnswer.Given(given.seeders(), given.leechers());
      case Refused(String reason) -> new PackedAnswer.Refused(reason);
    };
  }

  /**
   * Taken.
   *
   * @param seeders peers of the swarm that have everything
   * @param leechers the others, the asker included
   * @param downloaded how often the torrent was completed here
   * @param peers others, at most as many as wanted
   * @param seenAs the asker's address as the tracker sees it
   */
  record Given(
      int seeders, int leechers, long downloaded, List<GivenPeer> peers, PeerAddress seenAs)
      implements TrackerAnswer {}

  /** Not taken, and why. */
  record Refused(String reason) implements TrackerAnswer {}
}
