package minibit.daemon.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import minibit.daemon.api.events.EventFilter;
import minibit.daemon.api.events.Topic;

/**
 * What all listeners together want to hear of, and so what is looked at.
 *
 * @param group members, tracker, votes
 * @param shares what is shared
 * @param totals speeds of all
 * @param first the first transfers of the list, for who named none
 * @param some transfers that somebody looks at
 * @param inside transfers whose peers and pieces somebody looks at
 */
record Watched(
    boolean group,
    boolean shares,
    boolean totals,
    boolean first,
    Set<String> some,
    Set<String> inside) {
  /** Looked at in a round, whoever wants more: a dozen pages, each with its own rows. */
  static final int MOST_TRANSFERS = 2_000;

  /** The inside of a transfer is a list of hundreds of peers. */
  static final int MOST_INSIDE = 64;

  static final Watched NOTHING = new Watched(false, false, false, false, Set.of(), Set.of());

  static Watched by(Collection<EventFilter> filters) {
    Set<String> some = new TreeSet<>();
    Set<String> inside = new TreeSet<>();
    boolean first = false;
    for (EventFilter filter : filters) {
      if (filter.wants(Topic.TRANSFERS)) {
        first |= filter.transfers().isEmpty();
        filter.transfers().ifPresent(some::addAll);
      }
      some.addAll(filter.inside());
      inside.addAll(filter.inside());
    }
    return new Watched(
        filters.stream().anyMatch(filter -> filter.wants(Topic.GROUP)),
        filters.stream().anyMatch(filter -> filter.wants(Topic.SHARES)),
        filters.stream().anyMatch(filter -> filter.wants(Topic.TOTALS)),
        first,
        bounded(some, MOST_TRANSFERS),
        bounded(inside, MOST_INSIDE));
  }

  private static Set<String> bounded(Set<String> all, int most) {
    List<String> some = new ArrayList<>(all);
    return Set.copyOf(some.subList(0, Math.min(most, some.size())));
  }

  /** Whether who wants that much is served by looking at this. */
  boolean covers(Watched other) {
    return (group || !other.group)
        && (shares || !other.shares)
        && (totals || !other.totals)
        && (first || !other.first)
        && some.containsAll(other.some)
        && inside.containsAll(other.inside);
  }
}
