package minibit.daemon.tracker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.GivenPeer;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.TrackerAnswer;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** Who has a torrent without ever announcing it: the members of a group, by its catalogue. */
@FunctionalInterface
public interface Holders {
  /** Nobody but those who announce. */
  Holders NONE = (hash, asker) -> Known.NOBODY;

  /** Who is known to have it, as this asker would reach them. Any thread; must be quick. */
  Known of(InfoHash hash, Asker asker);

  /**
   * Holders of one torrent.
   *
   * @param seeders how many have everything
   * @param leechers how many have some of it, or are about to
   * @param whole where those are reached that have everything, one address for each as far as
   *     possible
   * @param partial where the others are
   */
  record Known(int seeders, int leechers, List<PeerAddress> whole, List<PeerAddress> partial) {
    /** Nobody. */
    public static final Known NOBODY = new Known(0, 0, List.of(), List.of());

    /** Keeps copies. */
    public Known {
      whole = List.copyOf(whole);
      partial = List.copyOf(partial);
    }

    /**
     * What the registry gives, and these. Half of the places are kept for holders, for most of them
     * have everything; a seeder is told of those that still miss something.
     */
    TrackerAnswer.Given join(TrackerAnswer.Given given, AnnounceRequest request) {
      if (seeders + leechers == 0) {
        return given;
      }
      List<GivenPeer> peers = new ArrayList<>();
      int most = Math.min(request.numWant(), SwarmRegistry.MAX_NUM_WANT);
      if (most > 0 && request.event() != AnnounceEvent.STOPPED) {
        List<PeerAddress> drawn = new ArrayList<>(partial);
        if (!isSeeder(request)) {
          drawn.addAll(whole);
        }
        Collections.shuffle(drawn);
        int room = Math.max(most - given.peers().size(), (most + 1) / 2);
        drawn.stream().limit(room).forEach(address -> peers.add(GivenPeer.unnamed(address)));
      }
      Set<PeerAddress> told = new HashSet<>();
      peers.forEach(peer -> told.add(peer.address()));
      given.peers().stream()
          .filter(peer -> peers.size() < most && told.add(peer.address()))
          .forEach(peers::add);
      return new TrackerAnswer.Given(
          given.seeders() + seeders,
          given.leechers() + leechers,
          given.downloaded(),
          peers,
          given.seenAs());
    }

    /** Some clients say that they miss nothing while they know a torrent by its link alone. */
    private static boolean isSeeder(AnnounceRequest request) {
      return request.left() == 0 && (request.uploaded() > 0 || request.downloaded() > 0);
    }

    Optional<ScrapeCounts> join(Optional<ScrapeCounts> counts) {
      if (seeders + leechers == 0) {
        return counts;
      }
      ScrapeCounts known = counts.orElse(new ScrapeCounts(0, 0, 0));
      return Optional.of(
          new ScrapeCounts(
              known.complete() + seeders, known.downloaded(), known.incomplete() + leechers));
    }
  }
}
