package minibit.core.announce;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The trackers of a torrent in the order in which they are tried (BEP 12). */
final class Tiers {
  /** More trackers than any torrent needs; the rest of a list is not used. */
  static final int MAX_TRACKERS = 200;

  private final List<List<Tracker>> tiers = new ArrayList<>();

  /** Shuffles inside each tier. URLs that are none, and repeated ones, are left out. */
  Tiers(List<List<String>> urls, RandomGenerator random) {
    Set<TrackerUrl> seen = new LinkedHashSet<>();
    for (List<String> tier : urls) {
      List<Tracker> trackers = new ArrayList<>();
      for (String text : tier) {
        TrackerUrl.parse(text.strip())
            .filter(url -> seen.size() < MAX_TRACKERS && seen.add(url))
            .ifPresent(url -> trackers.add(new Tracker(url)));
      }
      for (int i = trackers.size() - 1; i > 0; i--) {
        Collections.swap(trackers, i, random.nextInt(i + 1));
      }
      if (!trackers.isEmpty()) {
        tiers.add(trackers);
      }
    }
  }

  /** All trackers, tier by tier. */
  List<Tracker> inOrder() {
    return tiers.stream().flatMap(List::stream).toList();
  }

  /** The trackers of each tier. */
  List<List<Tracker>> tiers() {
    return tiers;
  }

  /** Whether there is nobody to announce to. */
  boolean isEmpty() {
    return tiers.isEmpty();
  }

  /** The one that answered goes to the front of its tier. */
  void toFront(Tracker tracker) {
    for (List<Tracker> tier : tiers) {
      if (tier.remove(tracker)) {
        tier.addFirst(tracker);
        return;
      }
    }
  }

  /** When the first of them is ready to be asked again. */
  Instant firstReady() {
    return inOrder().stream().map(Tracker::readyAt).min(Instant::compareTo).orElse(Instant.MAX);
  }
}
