package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.LimitPlan;
import minibit.daemon.api.model.LimitWindow;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Turtle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The right bounds of speed hold at the right time, in the time zone of the machine. */
class SpeedPlanTest {
  private static final ZoneId HERE = ZoneId.of("America/Sao_Paulo");
  private static final Limits USUAL = new Limits(Optional.of(1_000L), Optional.of(2_000L));
  private static final Turtle SLOW = new Turtle(false, Optional.of(10L), Optional.of(20L));

  @TempDir Path folder;

  private final List<Limits> applied = new ArrayList<>();
  private Limits usual = USUAL;

  /** A clock that is set by hand. */
  private static final class Hands extends Clock {
    private LocalDateTime now = LocalDateTime.parse("2026-03-04T12:00:00"); // a Wednesday

    @Override
    public ZoneId getZone() {
      return HERE;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now.atZone(HERE).toInstant();
    }
  }

  private final Hands clock = new Hands();

  private SpeedPlan plan(Ledger ledger) {
    return new SpeedPlan(ledger, () -> usual, next -> usual = next, applied::add, clock);
  }

  private static LimitWindow nights(LimitWindow.Use use, LimitWindow.Day... days) {
    return new LimitWindow(List.of(days), "22:00", "07:00", use);
  }

  @Test
  void windowsOpenAndCloseByThemselves() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      SpeedPlan plan = plan(ledger);
      plan.change(
          new LimitPlan(
              USUAL.up(),
              USUAL.down(),
              SLOW,
              List.of(
                  new LimitWindow(List.of(), "13:00", "14:00", LimitWindow.Use.TURTLE),
                  nights(LimitWindow.Use.UNLIMITED))));
      plan.look();
      clock.now = LocalDateTime.parse("2026-03-04T13:00:00");
      plan.look();
      assertThat(plan.limits().inForce().because()).isEqualTo("schedule");
      clock.now = LocalDateTime.parse("2026-03-04T14:00:00");
      plan.look();
      clock.now = LocalDateTime.parse("2026-03-05T01:00:00");
      plan.look();
      plan.look();
      clock.now = LocalDateTime.parse("2026-03-05T07:00:00");
      plan.look();

      assertThat(applied)
          .containsExactly(USUAL, new Limits(SLOW.up(), SLOW.down()), USUAL, Limits.NONE, USUAL);
    }
  }

  /** The turtle goes before the schedule, and all of it outlives the daemon. */
  @Test
  void theTurtleGoesFirstAndIsKept() throws Exception {
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      LimitPlan wanted =
          new LimitPlan(
              Optional.of(5_000L),
              Optional.empty(),
              new Turtle(true, SLOW.up(), SLOW.down()),
              List.of(new LimitWindow(List.of(), "00:00", "00:00", LimitWindow.Use.UNLIMITED)));
      assertThat(plan(ledger).change(wanted).inForce().because()).isEqualTo("turtle");
      assertThat(usual).isEqualTo(new Limits(Optional.of(5_000L), Optional.empty()));
    }
    try (Ledger ledger = Ledger.open(folder.resolve("desk.db"))) {
      SpeedPlan again = plan(ledger);
      applied.clear();
      again.look();
      assertThat(applied).containsExactly(new Limits(SLOW.up(), SLOW.down()));
      again.change(again.limits().plan().with(SLOW));
      assertThat(applied.getLast()).isEqualTo(Limits.NONE);
    }
  }

  /** A night belongs to the day it begins on. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-06T21:59, false", // Friday
    "2026-03-06T22:00, true",
    "2026-03-07T06:59, true",
    "2026-03-07T07:00, false",
    "2026-03-07T23:00, false",
    "2026-03-06T03:00, false",
  })
  void aNightBelongsToTheDayItBeginsOn(LocalDateTime now, boolean open) {
    assertThat(SpeedPlan.covers(nights(LimitWindow.Use.TURTLE, LimitWindow.Day.FRI), now))
        .isEqualTo(open);
  }
}
