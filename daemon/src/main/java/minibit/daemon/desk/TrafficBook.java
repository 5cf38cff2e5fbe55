package minibit.daemon.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;

/**
 * Counts what moves, and remembers it: by ten seconds since the daemon started (coarser the longer
 * that is), by two minutes for a day, by the hour for ever. Any thread.
 */
final class TrafficBook {
  /** How often to look. */
  static final Duration LOOK = Duration.ofSeconds(10);

  private static final long SLOT = 120;
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;

  private final Ledger ledger;
  private final Supplier<Traffic> source;
  private final InstantSource clock;
  private final Instant started;
  private final List<Statistics.Moved> session = new ArrayList<>();
  private long step = LOOK.toSeconds();
  private long inStep;
  private Traffic stepSum = new Traffic(0, 0);
  private Traffic last;
  private Traffic sum = new Traffic(0, 0);

  /**
   * A book that goes on where it was.
   *
   * @param source grows while the daemon runs
   */
  TrafficBook(Ledger ledger, Supplier<Traffic> source, InstantSource clock) {
    this.ledger = ledger;
    this.source = source;
    this.clock = clock;
    this.started = clock.instant();
    this.last = source.get();
  }

  /** Looks once more; called every {@link #LOOK}. */
  synchronized void look() {
    Traffic now = source.get();
    Traffic moved =
        new Traffic(Math.max(0, now.down() - last.down()), Math.max(0, now.up() - last.up()));
    last = now;
    sum = plus(sum, moved);
    stepSum = plus(stepSum, moved);
    inStep += LOOK.toSeconds();
    if (inStep >= step) {
      session.add(new Statistics.Moved(stepSum.down(), stepSum.up()));
      stepSum = new Traffic(0, 0);
      inStep = 0;
      thin();
    }
    if (moved.down() > 0 || moved.up() > 0) {
      long second = clock.instant().getEpochSecond();
      ledger.add(Ledger.Table.SLOT, second - second % SLOT, moved.down(), moved.up());
      ledger.add(Ledger.Table.HOUR, second - second % HOUR, moved.down(), moved.up());
      ledger.forget(Ledger.Table.SLOT, second - DAY - SLOT);
    }
  }

  private static Traffic plus(Traffic a, Traffic b) {
    return new Traffic(a.down() + b.down(), a.up() + b.up());
  }

  /** Two steps become one when there are more than a graph has room for. */
  private void thin() {
    if (session.size() <= Statistics.MAX_POINTS) {
      return;
    }
    List<Statistics.Moved> wider = new ArrayList<>();
    for (int i = 0; i + 1 < session.size(); i += 2) {
      Statistics.Moved a = session.get(i);
      Statistics.Moved b = session.get(i + 1);
      wider.add(new Statistics.Moved(a.down() + b.down(), a.up() + b.up()));
    }
    if (session.size() % 2 == 1) {
      Statistics.Moved odd = session.getLast();
      stepSum = new Traffic(odd.down(), odd.up());
      inStep = step;
    }
    session.clear();
    session.addAll(wider);
    step *= 2;
  }

  /** The figures of a range. */
  synchronized Statistics figures(StatisticsRange range) {
    List<Ledger.Sum> hours = ledger.sums(Ledger.Table.HOUR, 0);
    long allDown = hours.stream().mapToLong(Ledger.Sum::down).sum();
    long allUp = hours.stream().mapToLong(Ledger.Sum::up).sum();
    Statistics.Totals totals =
        new Statistics.Totals(
            new Statistics.Moved(sum.down(), sum.up()), new Statistics.Moved(allDown, allUp));
    long now = clock.instant().getEpochSecond();
    return switch (range) {
      case SESSION -> session(totals);
      case DAY -> spread(ledger.sums(Ledger.Table.SLOT, now - DAY), SLOT, now, totals);
      case ALL -> {
        long first = hours.isEmpty() ? now : hours.getFirst().at();
        long wide = 1 + (now - first) / HOUR / Statistics.MAX_POINTS;
        yield spread(hours, HOUR * wide, now, totals);
      }
    };
  }

  private Statistics session(Statistics.Totals totals) {
    List<Statistics.Point> points = new ArrayList<>();
    for (int i = 0; i < session.size(); i++) {
      Statistics.Moved moved = session.get(i);
      points.add(
          new Statistics.Point(
              started.plusSeconds(i * step), moved.down() / step, moved.up() / step));
    }
    return new Statistics(Math.toIntExact(step), points, totals, started);
  }

  /** Sums as speeds, from the first on, without gaps. */
  private Statistics spread(List<Ledger.Sum> sums, long width, long now, Statistics.Totals totals) {
    if (sums.isEmpty()) {
      return new Statistics(Math.toIntExact(width), List.of(), totals, Instant.ofEpochSecond(now));
    }
    long first = sums.getFirst().at();
    int count = (int) Math.min(Statistics.MAX_POINTS, 1 + (now - first) / width);
    long[] down = new long[count];
    long[] up = new long[count];
    for (Ledger.Sum each : sums) {
      int at = (int) Math.min(count - 1L, Math.max(0, (each.at() - first) / width));
      down[at] += each.down();
      up[at] += each.up();
    }
    List<Statistics.Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(
          new Statistics.Point(
              Instant.ofEpochSecond(first + i * width), down[i] / width, up[i] / width));
    }
    return new Statistics(Math.toIntExact(width), points, totals, Instant.ofEpochSecond(first));
  }
}
