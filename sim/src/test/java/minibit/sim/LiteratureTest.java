package minibit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.sim.plan.Baseline;
import org.junit.jupiter.api.Test;

/**
 * What is known of such swarms is found again, with production pickers and chokers. Medians of a
 * few seeds; the margins are wide enough for chance and narrow enough to fail when a rule is lost.
 */
class LiteratureTest {
  private static final int PIECE = 256 << 10;

  private static SimulationSettings crowd(int peers, int pieces) {
    return SimulationSettings.defaults(1)
        .withPeers(peers)
        .withTorrent((long) pieces * PIECE, PIECE)
        .with(Engine.PIECES);
  }

  private static Comparison.Row run(Scenario scenario, SimulationSettings settings, Strategy with)
      throws InterruptedException {
    List<Long> seeds = LongStream.rangeClosed(1, 5).boxed().toList();
    return Comparison.run(scenario, settings, List.of(with), seeds, 2, Watch.NONE)
        .rows()
        .getFirst();
  }

  private static Strategy picker(PickRule rule) {
    return new Strategy.Rules(rule, ChokeRule.TIT_FOR_TAT, false);
  }

  /**
   * Legout et al., 2006: rarest first is enough, and better than chance when a seeder is scarce.
   */
  @Test
  void rarestFirstBeatsRandom() throws InterruptedException {
    SimulationSettings scarce = crowd(100, 200).withRates(1L << 20, 1L << 20, 8L << 20);
    Comparison.Row rarest = run(Scenario.FLASH_CROWD, scarce, picker(PickRule.RAREST));
    Comparison.Row random = run(Scenario.FLASH_CROWD, scarce, picker(PickRule.RANDOM));

    double gap = random.median(SimulationReport::last) / rarest.median(SimulationReport::last);
    assertThat(gap).isBetween(1.01, 1.25);
    assertThat(rarest.median(SimulationReport::firstCopy))
        .isLessThan(random.median(SimulationReport::firstCopy));
  }

  /** Where the seeder is twice as fast as a peer, chance still leaves some piece for last. */
  @Test
  void rarestFirstHasEveryPieceOutMuchSooner() throws InterruptedException {
    Comparison.Row rarest = run(Scenario.FLASH_CROWD, crowd(60, 400), picker(PickRule.RAREST));
    Comparison.Row random = run(Scenario.FLASH_CROWD, crowd(60, 400), picker(PickRule.RANDOM));

    assertThat(random.median(SimulationReport::firstCopy))
        .isGreaterThan(1.25 * rarest.median(SimulationReport::firstCopy));
    assertThat(random.measured(SimulationReport::entropyAfterFirstCopy).orElseThrow())
        .isLessThan(rarest.measured(SimulationReport::entropyAfterFirstCopy).orElseThrow() - 0.05);
  }

  /** In order, everybody wants the same piece, and the seeder feeds them one after another. */
  @Test
  void inOrderNobodyHasAnythingToTrade() throws InterruptedException {
    Comparison.Row order = run(Scenario.FLASH_CROWD, crowd(60, 200), picker(PickRule.SEQUENTIAL));
    Comparison.Row rarest = run(Scenario.FLASH_CROWD, crowd(60, 200), picker(PickRule.RAREST));

    assertThat(order.measured(SimulationReport::entropy).orElseThrow()).isLessThan(0.5);
    assertThat(order.median(SimulationReport::last))
        .isGreaterThan(1.5 * rarest.median(SimulationReport::last));
  }

  /** Once every piece is out, nearly everyone always has something for nearly everyone. */
  @Test
  void afterTheFirstCopyThereIsAlwaysSomethingToTrade() throws InterruptedException {
    Comparison.Row rarest = run(Scenario.FLASH_CROWD, crowd(100, 500), picker(PickRule.RAREST));

    assertThat(rarest.measured(SimulationReport::entropyAfterFirstCopy).orElseThrow())
        .isGreaterThan(0.95);
    assertThat(rarest.measured(SimulationReport::ratio).orElseThrow()).isLessThan(1.10);
  }

  /**
   * On the wire with few pieces for the crowd it is not so: 0.775 was seen with 64 pieces for 50
   * peers, 0.999 with 256.
   */
  @Test
  void manyPiecesGiveTheWireSomethingToTrade() {
    assertThat(onWire(64)).isBetween(0.70, 0.85);
    assertThat(onWire(256)).isGreaterThan(0.95);
  }

  private static double onWire(int pieces) {
    SimulationSettings settings = crowd(50, pieces).with(Engine.WIRE);
    return Simulation.run(Scenario.FLASH_CROWD, settings).entropyAfterFirstCopy().orElseThrow();
  }

  /**
   * Tit-for-tat makes riding free slow, and those who give hardly feel the riders. Against the same
   * contributors without the riders.
   */
  @Test
  void freeRidersAreSlowAndContributorsHardlyFeelThem() throws InterruptedException {
    SimulationSettings alone = crowd(90, 300).with(Circumstances.DEFAULTS.withFreeRiders(0));
    SimulationSettings tenth = crowd(100, 300).with(Circumstances.DEFAULTS.withFreeRiders(0.1));
    Comparison.Row without = run(Scenario.FREE_RIDERS, alone, Strategy.USUAL);
    Comparison.Row with = run(Scenario.FREE_RIDERS, tenth, Strategy.USUAL);

    SimulationReport.Group contributors = with.group(SimulationReport::contributors);
    SimulationReport.Group riders = with.group(SimulationReport::freeRiders);
    assertThat(riders.peers()).isEqualTo(10);
    assertThat(riders.median().orElseThrow())
        .isGreaterThan(2.5 * contributors.median().orElseThrow());
    assertThat(contributors.median().orElseThrow())
        .isLessThan(1.05 * without.group(SimulationReport::contributors).median().orElseThrow());
  }

  /** Without choking, or in turns, a rider is served as well as anybody. */
  @Test
  void onlyReciprocationSlowsFreeRiders() throws InterruptedException {
    for (ChokeRule blind : List.of(ChokeRule.NONE, ChokeRule.ROUND_ROBIN)) {
      Comparison.Row row =
          run(
              Scenario.FREE_RIDERS,
              crowd(100, 200),
              new Strategy.Rules(PickRule.RAREST, blind, false));
      assertThat(row.group(SimulationReport::freeRiders).median().orElseThrow())
          .as(blind.word())
          .isLessThan(1.2 * row.group(SimulationReport::contributors).median().orElseThrow());
    }
  }

  /** What beginners write first costs what the bound says it must. */
  @Test
  void withoutASwarmTheSeederCarriesEverything() throws InterruptedException {
    SimulationSettings settings = crowd(40, 64);
    double alone = 40.0 * settings.size() / settings.seederUp();
    for (Baseline baseline : List.of(Baseline.ONE_HOLDER, Baseline.FRAGMENTS)) {
      Comparison.Row row = run(Scenario.FLASH_CROWD, settings, new Strategy.Naive(baseline));
      assertThat(row.median(SimulationReport::last)).isBetween(0.99 * alone, 1.02 * alone);
    }
    Comparison.Row poll = run(Scenario.FLASH_CROWD, settings, new Strategy.Naive(Baseline.POLL));
    assertThat(poll.median(SimulationReport::last)).isBetween(63 * 30.0, 66 * 30.0);
  }
}
