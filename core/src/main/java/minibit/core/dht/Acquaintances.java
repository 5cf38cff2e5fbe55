package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import minibit.core.id.PeerAddress;

/**
 * Addresses at which there may be nodes: those the user named, those of an earlier run, those that
 * peers told of. Each is asked once; the lasting ones again and again, ever more seldom, while no
 * node is known at all. One owner.
 */
final class Acquaintances {
  /** Addresses kept: more than it takes to be among the nodes in no time. */
  static final int MAX = 300;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final int MAX_DOUBLINGS = 10;

  private final Map<PeerAddress, Entry> entries = new LinkedHashMap<>();

  private static final class Entry {
    final boolean lasting;
    int asked;
    Instant next;

    Entry(boolean lasting, Instant next) {
      this.lasting = lasting;
      this.next = next;
    }
  }

  /** Takes an address in, if need be in place of one that was asked before. */
  void add(PeerAddress address, boolean lasting, Instant now) {
    if (entries.size() >= MAX && !entries.containsKey(address)) {
      dropOneAsked();
    }
    if (entries.size() < MAX) {
      entries.putIfAbsent(address, new Entry(lasting, now));
    }
  }

  private void dropOneAsked() {
    var each = entries.values().iterator();
    while (each.hasNext()) {
      if (each.next().asked > 0) {
        each.remove();
        return;
      }
    }
  }

  /**
   * Those to ask now, new ones first; they count as asked.
   *
   * @param lonely whether no node is known
   */
  List<PeerAddress> due(Instant now, boolean lonely, int most) {
    List<PeerAddress> due = new ArrayList<>();
    take(entry -> entry.asked == 0, now, most, due);
    if (lonely) {
      take(entry -> entry.asked > 0, now, most, due);
    }
    return due;
  }

  private void take(Predicate<Entry> which, Instant now, int most, List<PeerAddress> due) {
    var each = entries.entrySet().iterator();
    while (each.hasNext() && due.size() < most) {
      var one = each.next();
      Entry entry = one.getValue();
      if (!which.test(entry) || now.isBefore(entry.next)) {
        continue;
      }
      due.add(one.getKey());
      if (entry.lasting) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(entry.asked, MAX_DOUBLINGS));
        entry.next = now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        entry.asked++;
      } else {
        each.remove();
      }
    }
  }

  Instant deadline(boolean lonely) {
    return entries.values().stream()
        .filter(entry -> lonely || entry.asked == 0)
        .map(entry -> entry.next)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
