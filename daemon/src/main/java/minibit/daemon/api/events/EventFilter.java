package minibit.daemon.api.events;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Event;

/**
 * What a listener wants to hear.
 *
 * @param topics of these only; empty means all but the inside of transfers
 * @param transfers of these only, where transfers are told; empty means the first of the list
 * @param inside transfers whose peers and pieces are told, too
 */
public record EventFilter(
    Optional<Set<Topic>> topics, Optional<Set<String>> transfers, Set<String> inside) {
  /** Everything, as far as it is told unasked. */
  public static final EventFilter ALL =
      new EventFilter(Optional.empty(), Optional.empty(), Set.of());

  /** Rows of a table that a screen shows, and some to either side; the head of a request fits. */
  public static final int MAX_TRANSFERS = 180;

  /** A page shows the inside of one. */
  public static final int MAX_INSIDE = 4;

  private static final String INSIDE = "transfer:";

  /** Keeps copies. */
  public EventFilter {
    topics = topics.map(Set::copyOf);
    transfers = transfers.map(Set::copyOf);
    inside = Set.copyOf(inside);
  }

  /**
   * A filter as a query says it.
   *
   * @param topics words: {@code group}, {@code shares}, {@code transfers}, {@code totals}, {@code
   *     transfer:ID}; none means all
   * @param transfers ids; none means the first of the list
   * @throws ApiException 400 for another word, or too many
   */
  public static EventFilter parse(List<String> topics, List<String> transfers) {
    Set<Topic> chosen = EnumSet.noneOf(Topic.class);
    Set<String> inside = new LinkedHashSet<>();
    for (String word : topics) {
      if (word.startsWith(INSIDE) && word.length() > INSIDE.length()) {
        inside.add(word.substring(INSIDE.length()));
      } else {
        chosen.add(Topic.named(word).orElseThrow(() -> unknown(word)));
      }
    }
    if (transfers.size() > MAX_TRANSFERS) {
      throw ApiException.badRequest(
          "bad-parameter", "transfers names at most " + MAX_TRANSFERS + " of them");
    }
    if (inside.size() > MAX_INSIDE) {
      throw ApiException.badRequest(
          "bad-parameter", "topics has at most " + MAX_INSIDE + " times transfer:ID");
    }
    return new EventFilter(
        topics.isEmpty() ? Optional.empty() : Optional.of(chosen),
        transfers.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(transfers)),
        inside);
  }

  private static ApiException unknown(String word) {
    return ApiException.badRequest(
        "bad-parameter",
        "topics are group, shares, transfers, totals and transfer:ID, not " + word);
  }

  /** Whether events of a topic are told at all. */
  public boolean wants(Topic topic) {
    return switch (topic) {
      case ALWAYS -> true;
      case TRANSFER -> !inside.isEmpty();
      case GROUP, SHARES, TRANSFERS, TOTALS -> topics.isEmpty() || topics.get().contains(topic);
    };
  }

  /**
   * Whether an event is told.
   *
   * @param about the transfer concerned; empty if none
   */
  boolean takes(String type, Topic topic, String about) {
    if (topic == Topic.TRANSFER || inside.contains(about)) {
      return inside.contains(about);
    }
    boolean windowed = type.equals(Event.TRANSFER);
    return wants(topic) && (!windowed || transfers.isEmpty() || transfers.get().contains(about));
  }
}
