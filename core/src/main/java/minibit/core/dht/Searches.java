package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.InfoHash;

/**
 * When peers of which torrent are looked for. One owner.
 *
 * <p>A search that found peers, or for what is whole told as many nodes of us as keep such news, is
 * repeated after {@link #INTERVAL}, or {@link #HUNGRY} for what is not whole; any other soon, and
 * then after twice the time again and again: the network is small, we are new in it, or others who
 * have only the link begin just now.
 */
final class Searches {
  /** Between two searches for what is whole: others forget us after half an hour or more. */
  static final Duration INTERVAL = Duration.ofMinutes(15);

  /** Between two searches for what is not. */
  static final Duration HUNGRY = Duration.ofMinutes(5);

  /** After a search that came to nothing. */
  static final Duration SOON = Duration.ofSeconds(5);

  /** Torrents; more are not looked for. */
  static final int MAX_TORRENTS = 5000;

  /** Searches at one time. */
  static final int MAX_RUNNING = 8;

  private static final int MAX_DOUBLINGS = 10;

  private final Map<InfoHash, Search> searches = new LinkedHashMap<>();
  private int running;

  /** What is wanted of one torrent, and when. */
  static final class Search {
    final InfoHash hash;
    boolean announce;
    boolean seed;
    boolean running;
    private Instant next;
    private int fruitless;

    private Search(InfoHash hash, Instant now) {
      this.hash = hash;
      this.next = now;
    }
  }

  void want(InfoHash hash, boolean announce, boolean seed, Instant now) {
    Search search = searches.get(hash);
    if (search == null) {
      if (searches.size() >= MAX_TORRENTS) {
        return;
      }
      search = new Search(hash, now);
      searches.put(hash, search);
    } else if (announce && !search.announce) {
      search.next = now;
      search.fruitless = 0;
    }
    search.announce = announce;
    search.seed = seed;
  }

  void forget(InfoHash hash) {
    Search gone = searches.remove(hash);
    if (gone != null && gone.running) {
      running--;
    }
  }

  /** Those to begin now; they count as running. */
  List<Search> due(Instant now) {
    List<Search> due = new ArrayList<>();
    for (Search search : searches.values()) {
      if (running < MAX_RUNNING && !search.running && !now.isBefore(search.next)) {
        search.running = true;
        running++;
        due.add(search);
      }
    }
    return due;
  }

  Optional<Search> of(InfoHash hash) {
    return Optional.ofNullable(searches.get(hash));
  }

  /**
   * A search ended.
   *
   * @param fruitful whether it need not be repeated soon
   */
  void ended(Search search, boolean fruitful, Instant now) {
    if (!search.running || searches.get(search.hash) != search) {
      return;
    }
    search.running = false;
    running--;
    Duration usual = search.seed ? INTERVAL : HUNGRY;
    Duration soon = SOON.multipliedBy(1L << Math.min(search.fruitless, MAX_DOUBLINGS));
    search.fruitless = fruitful ? 0 : search.fruitless + 1;
    search.next = now.plus(fruitful || soon.compareTo(usual) > 0 ? usual : soon);
  }

  /** Torrents that others are told of. */
  int announced() {
    return (int) searches.values().stream().filter(search -> search.announce).count();
  }

  Instant deadline() {
    if (running >= MAX_RUNNING) {
      return Instant.MAX;
    }
    return searches.values().stream()
        .filter(search -> !search.running)
        .map(search -> search.next)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
