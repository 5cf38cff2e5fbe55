package minibit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.sim.plan.Baseline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Both engines play every plan to its end, and tell the same story. */
class EnginesTest {
  private static final int PIECE = 256 << 10;

  /** Bytes of heap a simulated peer may take with 200 pieces: 100,000 of them fit into 1 GiB. */
  private static final long BUDGET = 8_000;

  private static SimulationSettings crowd(int peers, int pieces) {
    return SimulationSettings.defaults(3)
        .withPeers(peers)
        .withTorrent((long) pieces * PIECE, PIECE);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "LIAR")
  void everyScenarioEndsPieceByPiece(Scenario scenario) {
    SimulationSettings settings = crowd(60, 64).with(Engine.PIECES);
    SimulationReport report = Simulation.run(scenario, settings);

    assertThat(report.everybodyCompleted()).isTrue();
    assertThat(report.last()).isGreaterThanOrEqualTo(report.bound());
    assertThat(report.linkCopies().isEmpty()).isEqualTo(scenario != Scenario.LOCALITY);
    assertThat(Simulation.run(scenario, settings)).isEqualTo(report);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOBODY")
  void everyRuleEndsPieceByPiece(ChokeRule choke) {
    for (PickRule pick : PickRule.values()) {
      Strategy strategy = new Strategy.Rules(pick, choke, false);
      SimulationReport report =
          Simulation.run(Scenario.CHURN, crowd(40, 32).with(Engine.PIECES), strategy, Watch.NONE);
      assertThat(report.everybodyCompleted()).as(strategy.title()).isTrue();
    }
  }

  /** The fast engine leaves out waits of the wire, and is not far from it for that. */
  @Test
  void theEnginesTellTheSameStory() {
    SimulationSettings settings = crowd(20, 64);
    SimulationReport wire = Simulation.run(Scenario.FLASH_CROWD, settings.with(Engine.WIRE));
    SimulationReport pieces = Simulation.run(Scenario.FLASH_CROWD, settings.with(Engine.PIECES));

    assertThat(pieces.bound()).isEqualTo(wire.bound());
    assertThat(pieces.last() / wire.last()).isBetween(0.6, 1.15);
    assertThat(pieces.fairness().orElseThrow())
        .isCloseTo(wire.fairness().orElseThrow(), within(0.2));
  }

  /** A super-seeder sends each piece about once while the crowd spreads it. */
  @Test
  void aSuperSeederGivesLess() {
    SimulationSettings settings = crowd(50, 200).with(Engine.PIECES);
    Strategy showing = new Strategy.Rules(PickRule.RAREST, ChokeRule.TIT_FOR_TAT, true);
    SimulationReport report = Simulation.run(Scenario.EARLY_SEEDER, settings, showing, Watch.NONE);

    assertThat(showing.picker()).isEqualTo("super-seeding");
    assertThat(report.everybodyCompleted()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void baselinesEndToo(Baseline baseline) {
    for (Scenario scenario :
        List.of(Scenario.STEADY_STATE, Scenario.CHURN, Scenario.TRACKER_DEATH, Scenario.LOCALITY)) {
      SimulationReport report =
          Simulation.run(scenario, crowd(20, 16), new Strategy.Naive(baseline), Watch.NONE);
      assertThat(report.everybodyCompleted()).as(scenario.word()).isTrue();
    }
  }

  /** The bound of a crowd is the formula that everybody quotes. */
  @Test
  void theBoundIsTheFluidBound() {
    SimulationSettings settings = crowd(40, 64);
    double size = settings.size();
    double all = 40 * size / (settings.seederUp() + 40.0 * settings.peerUp());
    SimulationReport report = Simulation.run(Scenario.FLASH_CROWD, settings.with(Engine.PIECES));

    assertThat(report.bound()).isCloseTo(Math.max(all, size / settings.seederUp()), within(0.001));
  }

  /** More from the own site means less through the borders. */
  @Test
  void aLocalTrackerSparesTheBorders() {
    SimulationSettings settings = crowd(80, 64).with(Engine.PIECES);
    double anywhere = borderCopies(settings.with(Circumstances.DEFAULTS.withLocal(0)));
    double near = borderCopies(settings.with(Circumstances.DEFAULTS.withLocal(0.8)));

    assertThat(near).isLessThan(0.8 * anywhere);
  }

  private static double borderCopies(SimulationSettings settings) {
    List<List<Double>> copies = Simulation.run(Scenario.LOCALITY, settings).linkCopies();
    double sum = 0;
    for (int from = 0; from < copies.size(); from++) {
      for (int to = 0; to < copies.size(); to++) {
        sum += from == to ? 0 : copies.get(from).get(to);
      }
    }
    return sum;
  }

  /** Very many peers are possible because each is small. Measured when half is fetched. */
  @Test
  void aPeerKeepsToItsBudget() {
    int peers = 1_000;
    AtomicLong most = new AtomicLong();
    long before = used();
    Watch watch =
        new Watch() {
          private boolean measured;

          @Override
          public void progress(double share) {
            if (!measured && share > 0.5) {
              measured = true;
              most.set(used() - before);
            }
          }

          @Override
          public boolean isCancelled() {
            return measured;
          }
        };
    assertThatThrownBy(
            () ->
                Simulation.run(
                    Scenario.FLASH_CROWD,
                    crowd(peers, 200).with(Engine.PIECES),
                    Strategy.USUAL,
                    watch))
        .isInstanceOf(CancellationException.class);

    assertThat(most.get() / peers).isBetween(1_000L, BUDGET);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** A daemon plays beside its work: not for hours, however the numbers are put together. */
  @Test
  void theLaboratoryRefusesWhatTakesHours() {
    assertThatThrownBy(() -> usual(1_000, 1_000, PickRule.RAREST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("may be 125000 at most, and is 1000000");
    assertThatThrownBy(() -> usual(500, 250, PickRule.RAREST, PickRule.RANDOM))
        .hasMessageContaining("is 250000");
    assertThat(usual(500, 250, PickRule.RAREST).peers()).isEqualTo(500);
  }

  private static Laboratory.Request usual(int peers, int pieces, PickRule... pickers) {
    return new Laboratory.Request(
        Scenario.FLASH_CROWD, peers, pieces, 1, List.of(pickers), List.of(ChokeRule.TIT_FOR_TAT));
  }

  /** A page's run reports how far it is and ends when told. */
  @Test
  void theLaboratoryReportsProgressAndStops() {
    List<Double> seen = new ArrayList<>();
    Watch watch =
        new Watch() {
          @Override
          public void progress(double share) {
            seen.add(share);
          }

          @Override
          public boolean isCancelled() {
            return false;
          }
        };
    Laboratory.Request request =
        new Laboratory.Request(
            Scenario.FLASH_CROWD,
            8,
            16,
            1,
            List.of(PickRule.RAREST, PickRule.RANDOM),
            List.of(ChokeRule.TIT_FOR_TAT));
    List<SimulationReport> reports = Laboratory.run(request, watch);

    assertThat(reports).hasSize(2).allMatch(SimulationReport::everybodyCompleted);
    assertThat(reports.getFirst().completion()).hasSize(9);
    assertThat(seen).isSorted().endsWith(1.0);

    Watch stop =
        new Watch() {
          @Override
          public void progress(double share) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> Laboratory.run(request, stop))
        .isInstanceOf(CancellationException.class);
  }
}
