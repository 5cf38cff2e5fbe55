package minibit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.sim.plan.Baseline;
import minibit.sim.plan.Fate;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Outcome;
import minibit.sim.plan.Plan;
import minibit.sim.world.HostSpec;
import minibit.sim.world.Surroundings;
import org.junit.jupiter.api.Test;

/** A report says what was measured, and nothing else. */
class ReportTest {
  private static final int PIECE = 256 << 10;
  private static final Strategy SUPER_SEEDING =
      new Strategy.Rules(PickRule.RAREST, ChokeRule.TIT_FOR_TAT, true);

  private static SimulationSettings crowd(int peers, int pieces) {
    return SimulationSettings.defaults(1)
        .withPeers(peers)
        .withTorrent((long) pieces * PIECE, PIECE)
        .with(Engine.PIECES);
  }

  /** Peers that come one by one for two hours and more are waited for. */
  @Test
  void largeTorrentsAreWaitedFor() {
    SimulationReport report = Simulation.run(Scenario.STEADY_STATE, crowd(10, 8192));

    assertThat(report.everybodyCompleted()).isTrue();
    assertThat(report.last()).isGreaterThan(Duration.ofHours(2).toSeconds());
  }

  /** However slow the links, a swarm and the naive ways have the time they need. */
  @Test
  void slowLinksAreWaitedFor() {
    SimulationSettings slow = crowd(4, 40).withRates(1 << 10, 1 << 10, 8 << 10);
    for (Strategy strategy :
        List.of(
            Strategy.USUAL,
            new Strategy.Naive(Baseline.ONE_HOLDER),
            new Strategy.Naive(Baseline.POLL))) {
      SimulationReport report = Simulation.run(Scenario.FLASH_CROWD, slow, strategy, Watch.NONE);
      assertThat(report.everybodyCompleted()).as(strategy.title()).isTrue();
      assertThat(report.ratio().orElseThrow()).as(strategy.title()).isGreaterThanOrEqualTo(1);
    }
  }

  /** A time at which one gave up is no time in which it was done. */
  @Test
  void whoWasGivenUpHasNoRatio() {
    Guest seeder = Guest.staying(HostSpec.seeder(1 << 20, Duration.ZERO), 0);
    Guest peer = Guest.staying(HostSpec.leecher(1 << 20, 1 << 20, Duration.ZERO), 0);
    Plan plan = new Plan(PIECE, PIECE, List.of(seeder, peer, peer), Surroundings.PLAIN, false);
    List<Fate> fates =
        List.of(
            new Fate(seeder, -1, PIECE, 0), new Fate(peer, 1, 0, PIECE), new Fate(peer, -1, 0, 0));
    Outcome outcome = new Outcome(fates, 99, 1, List.of(), 0, 0, 0, 0, new long[1][1], -1, 0, "");
    SimulationReport report =
        SimulationReport.of(Scenario.FLASH_CROWD, crowd(2, 1), Strategy.USUAL, plan, outcome);

    assertThat(report.completed()).isEqualTo(1);
    assertThat(report.last()).isEqualTo(99);
    assertThat(report.ratio()).isEmpty();
    assertThat(report.median()).isEmpty();
    assertThat(new Comparison.Row(Strategy.USUAL, List.of(report)).last()).isEmpty();
  }

  /** The naive ways connect nobody, and in two of them nobody but the seeder gives. */
  @Test
  void whatCouldNotBeMeasuredIsNotPerfect() {
    Strategy naive = new Strategy.Naive(Baseline.ONE_HOLDER);
    SimulationReport report = Simulation.run(Scenario.FLASH_CROWD, crowd(4, 8), naive, Watch.NONE);

    assertThat(report.entropy()).isEmpty();
    assertThat(report.entropyAfterFirstCopy()).isEmpty();
    assertThat(report.fairness()).isEmpty();
  }

  /** Of several seeds one run is shown whole, and says which it is. */
  @Test
  void theDigestIsThatOfTheSeedBesideIt() throws InterruptedException {
    SimulationSettings settings = crowd(12, 16);
    List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L);
    Map<String, Object> map =
        Comparison.run(
                Scenario.FLASH_CROWD, settings, List.of(Strategy.USUAL), seeds, 2, Watch.NONE)
            .toMap();

    long seed = Long.parseLong(String.valueOf(map.get("seed")));
    assertThat(map.get("seeds")).isEqualTo(seeds);
    assertThat(map.get("digest"))
        .isEqualTo(Simulation.run(Scenario.FLASH_CROWD, settings.withSeed(seed)).digest());
  }

  /** One strategy that needs the fast engine takes the others along. */
  @Test
  void whatIsComparedIsPlayedByOneEngine() throws InterruptedException {
    List<Strategy> strategies =
        List.of(Strategy.USUAL, SUPER_SEEDING, new Strategy.Naive(Baseline.FRAGMENTS));
    SimulationSettings settings = crowd(6, 8).with(Engine.BY_SIZE);
    Comparison comparison =
        Comparison.run(Scenario.FLASH_CROWD, settings, strategies, List.of(1L), 1, Watch.NONE);

    assertThat(comparison.rows())
        .extracting(row -> row.typical().engine())
        .containsExactly(Model.PIECES, Model.PIECES, Model.NAIVE);
    assertThat(Simulation.run(Scenario.FLASH_CROWD, settings).engine()).isEqualTo(Model.WIRE);
    SimulationSettings wire = settings.with(Engine.WIRE);
    assertThatThrownBy(() -> Simulation.run(Scenario.FLASH_CROWD, wire, SUPER_SEEDING, Watch.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
