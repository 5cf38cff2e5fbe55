package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import minibit.daemon.api.model.Statistics;
import minibit.daemon.api.model.StatisticsRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What moved is counted once, whatever is asked and however often the daemon starts. */
class TrafficBookTest {
  private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

  @TempDir Path folder;

  private final AtomicReference<Traffic> moved = new AtomicReference<>(new Traffic(0, 0));
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  private TrafficBook book(Ledger ledger) {
    return new TrafficBook(ledger, moved::get, now::get);
  }

  private void run(TrafficBook book, int looks, long down, long up) {
    for (int i = 0; i < looks; i++) {
      now.set(now.get().plus(TrafficBook.LOOK));
      moved.set(new Traffic(moved.get().down() + down, moved.get().up() + up));
      book.look();
    }
  }

  private static long bytes(Statistics figures) {
    return figures.points().stream().mapToLong(Statistics.Point::down).sum() * figures.step();
  }

  @Test
  void everyByteIsInEveryGraph() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      TrafficBook book = book(ledger);
      run(book, 60, 12_000, 2_400);

      Statistics session = book.figures(StatisticsRange.SESSION);
      assertThat(session.step()).isEqualTo(10);
      assertThat(session.points()).hasSize(60).allMatch(point -> point.down() == 1_200);
      assertThat(session.totals().session()).isEqualTo(new Statistics.Moved(720_000, 144_000));
      assertThat(bytes(book.figures(StatisticsRange.DAY))).isEqualTo(720_000);
      assertThat(bytes(book.figures(StatisticsRange.ALL))).isEqualTo(720_000);
    }
  }

  /** A long session is told in as many points, each of them longer. */
  @Test
  void aLongSessionIsThinned() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      TrafficBook book = book(ledger);
      run(book, 5_000, 1_600, 0);

      Statistics session = book.figures(StatisticsRange.SESSION);
      assertThat(session.points()).hasSizeBetween(300, Statistics.MAX_POINTS);
      assertThat(session.points()).allMatch(point -> point.down() == 160);
      assertThat(session.totals().session().down()).isEqualTo(8_000_000);
      assertThat(book.figures(StatisticsRange.DAY).points())
          .hasSizeLessThanOrEqualTo(Statistics.MAX_POINTS);
    }
  }

  /** The next session begins at nothing; all time goes on. */
  @Test
  void allTimeOutlivesTheDaemon() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      run(book(ledger), 10, 1_000, 10);
    }
    moved.set(new Traffic(0, 0));
    now.set(START.plusSeconds(400 * 3_600));
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      TrafficBook book = book(ledger);
      run(book, 10, 2_000, 20);
      Statistics all = book.figures(StatisticsRange.ALL);
      assertThat(all.totals().all()).isEqualTo(new Statistics.Moved(30_000, 300));
      assertThat(all.totals().session()).isEqualTo(new Statistics.Moved(20_000, 200));
      assertThat(all.since()).isEqualTo(START);
      assertThat(all.points()).hasSize(401);
    }
  }

  /** Nothing of it is worth a daemon that does not start. */
  @Test
  void aBrokenFileIsPutAside() throws Exception {
    Path file = Files.writeString(folder.resolve("desk.db"), "this is no database".repeat(100));
    try (Ledger ledger = Ledger.open(file)) {
      run(book(ledger), 2, 1_000, 10);
      assertThat(ledger.sums(Ledger.Table.HOUR, 0)).hasSize(1);
    }
    assertThat(folder.resolve("desk.db.bad")).exists();
  }
}
