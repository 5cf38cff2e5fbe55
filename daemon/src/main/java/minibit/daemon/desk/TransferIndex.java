package minibit.daemon.desk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferSort;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;

/**
 * Very many transfers, sorted, filtered and counted. The order by a key is made when it is first
 * asked for and mended afterwards: between two looks few transfers change, and only those are put
 * into their places anew. Any thread.
 */
final class TransferIndex {
  /** How long a look will do: as often as the transfers themselves are looked after. */
  private static final long FRESH_NANOS = 250_000_000L;

  /** Answers kept to be cut again: a page or two, each scrolling. */
  private static final int MAX_KEPT = 8;

  private final Supplier<List<TransferView>> source;
  private final LongSupplier revision;
  private final LongSupplier nanos;
  private final Map<Order, Sorted> orders = new LinkedHashMap<>();
  private final Map<Wanted, Item[]> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, Item[]> eldest) {
          return size() > MAX_KEPT;
        }
      };
  private final int[] counts = new int[Transfer.State.values().length];
  private List<Item> entries = List.of();
  private long look;
  private long numbers;
  private long lookedAt;
  private long seenRevision = -1;

  /**
   * An index of what the source gives.
   *
   * @param source all transfers in the order they were added; the same object for what is unchanged
   * @param revision another number whenever a look is too old at once
   * @param nanos the time
   */
  TransferIndex(Supplier<List<TransferView>> source, LongSupplier revision, LongSupplier nanos) {
    this.source = source;
    this.revision = revision;
    this.nanos = nanos;
  }

  /** What is asked for, all but the page. */
  private record Wanted(String q, Optional<TransferFilter> state, Order order) {}

  /** A key and a direction; no key is the usual order. */
  private record Order(Optional<TransferSort> key) {}

  /** All transfers in some order, as it was at a look. */
  @SuppressWarnings("ArrayRecordComponent") // handed round in here, never compared
  private record Sorted(long look, Item[] entries) {
    static final Sorted NOTHING = new Sorted(0, new Item[0]);
  }

  /** A transfer in the index; the same object as long as the transfer is there. */
  private static final class Item {
    TransferView view;
    Transfer.State state;
    String lowerName;
    final long number;

    /** The look in which it was seen last, and the one in which it was found to be another. */
    long seen;

    long changed;

    Item(TransferView view, long number, long seen) {
      this.number = number;
      this.view = view;
      this.state = TransferViews.state(view.state());
      this.lowerName = lower(view.name());
      this.seen = seen;
      this.changed = seen;
    }

    void see(TransferView now, long look) {
      seen = look;
      if (now != view) {
        if (!now.name().equals(view.name())) {
          lowerName = lower(now.name());
        }
        view = now;
        state = TransferViews.state(now.state());
        changed = look;
      }
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * A part of an answer.
   *
   * @param total transfers that fit
   * @param part those of the page
   * @param counts of all transfers, by state
   */
  record Cut(int total, List<TransferView> part, Map<Transfer.State, Integer> counts) {}

  /** The part of the transfers that is asked for. */
  synchronized Cut cut(TransferQuery query) {
    refresh();
    Order order = new Order(query.sort());
    Item[] fitting =
        answers.computeIfAbsent(new Wanted(lower(query.q()), query.state(), order), this::filtered);
    List<TransferView> part = new ArrayList<>();
    int from = query.page().offset();
    for (int i = from; i < fitting.length && i - from < query.page().limit(); i++) {
      part.add(fitting[query.descending() ? fitting.length - 1 - i : i].view);
    }
    return new Cut(fitting.length, part, counted());
  }

  /** How many transfers are in each state. */
  synchronized Map<Transfer.State, Integer> counts() {
    refresh();
    return counted();
  }

  private Map<Transfer.State, Integer> counted() {
    EnumMap<Transfer.State, Integer> by = new EnumMap<>(Transfer.State.class);
    for (Transfer.State state : Transfer.State.values()) {
      by.put(state, counts[state.ordinal()]);
    }
    return by;
  }

  /** The ids of all that fit, in no particular order. */
  synchronized List<String> ids(String q, Optional<TransferFilter> state) {
    refresh();
    String words = lower(q);
    return entries.stream()
        .filter(entry -> fits(entry, words, state))
        .map(entry -> entry.view.id())
        .toList();
  }

  private static boolean fits(Item entry, String words, Optional<TransferFilter> state) {
    return (state.isEmpty() || state.get().takes(entry.state))
        && (words.isEmpty() || entry.lowerName.contains(words));
  }

  private Item[] filtered(Wanted wanted) {
    Item[] all = ordered(wanted.order());
    if (wanted.q().isEmpty() && wanted.state().isEmpty()) {
      return all;
    }
    return Arrays.stream(all)
        .filter(entry -> fits(entry, wanted.q(), wanted.state()))
        .toArray(Item[]::new);
  }

  private Item[] ordered(Order order) {
    Sorted before = orders.getOrDefault(order, Sorted.NOTHING);
    if (before.look() == look) {
      return before.entries();
    }
    Item[] now = mended(before, comparator(order));
    orders.put(order, new Sorted(look, now));
    return now;
  }

  /** The same order now: what did not change since is still sorted, and the rest goes between. */
  private Item[] mended(Sorted before, Comparator<Item> comparator) {
    Item[] still =
        Arrays.stream(before.entries())
            .filter(entry -> entry.seen == look && entry.changed <= before.look())
            .toArray(Item[]::new);
    Item[] moved =
        entries.stream().filter(entry -> entry.changed > before.look()).toArray(Item[]::new);
    Arrays.sort(moved, comparator);
    Item[] now = new Item[still.length + moved.length];
    int from = 0;
    for (int i = 0; i < moved.length; i++) {
      // No two are equal: the number decides in the end.
      int place = -1 - Arrays.binarySearch(still, from, still.length, moved[i], comparator);
      System.arraycopy(still, from, now, from + i, place - from);
      now[place + i] = moved[i];
      from = place;
    }
    System.arraycopy(still, from, now, from + moved.length, still.length - from);
    return now;
  }

  private void refresh() {
    long now = nanos.getAsLong();
    long known = revision.getAsLong();
    if (known == seenRevision && look > 0 && now - lookedAt < FRESH_NANOS) {
      return;
    }
    List<TransferView> views = source.get();
    seenRevision = known;
    lookedAt = now;
    look++;
    entries = merged(views);
    answers.clear();
    Arrays.fill(counts, 0);
    for (Item entry : entries) {
      counts[entry.state.ordinal()]++;
    }
  }

  /** Both lists are in the order things were added: those that are gone are passed over. */
  private List<Item> merged(List<TransferView> views) {
    List<Item> merged = new ArrayList<>(views.size());
    int at = 0;
    for (TransferView view : views) {
      int found = at;
      while (found < entries.size() && !isOf(entries.get(found), view)) {
        found++;
      }
      if (found < entries.size()) {
        entries.get(found).see(view, look);
        merged.add(entries.get(found));
        at = found + 1;
      } else {
        // From here on all are new: what was there would have come before.
        at = entries.size();
        merged.add(new Item(view, ++numbers, look));
      }
    }
    return merged;
  }

  private static boolean isOf(Item entry, TransferView view) {
    return entry.view == view || entry.view.id().equals(view.id());
  }

  private static Comparator<Item> comparator(Order order) {
    Comparator<Item> latest = Comparator.comparingLong((Item entry) -> entry.number).reversed();
    if (order.key().isEmpty()) {
      return Comparator.comparing((Item entry) -> !entry.state.isActive()).thenComparing(latest);
    }
    Comparator<Item> by =
        switch (order.key().get()) {
          case NAME -> Comparator.comparing(entry -> entry.lowerName);
          case SIZE -> Comparator.comparingLong(entry -> entry.view.total());
          case PROGRESS -> Comparator.comparingDouble(entry -> progress(entry.view));
          case DOWN -> Comparator.comparingLong(entry -> entry.view.down());
          case UP -> Comparator.comparingLong(entry -> entry.view.up());
          case STATE -> Comparator.comparing(entry -> entry.state);
          case ADDED -> Comparator.comparing(entry -> entry.view.added());
          case PEERS -> Comparator.comparingInt(entry -> entry.view.peers());
          case LEFT -> Comparator.comparingLong(entry -> left(entry.view));
        };
    return by.thenComparing(latest);
  }

  private static double progress(TransferView view) {
    if (view.total() > 0) {
      return (double) view.done() / view.total();
    }
    return view.state() == TransferState.DONE ? 1 : 0;
  }

  private static long left(TransferView view) {
    return view.timeLeft().map(time -> time.toMillis()).orElse(Long.MAX_VALUE);
  }
}
