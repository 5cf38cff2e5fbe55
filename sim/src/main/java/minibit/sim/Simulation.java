package minibit.sim;

import java.util.List;
import java.util.SplittableRandom;
import minibit.core.swarm.SwarmRules;
import minibit.sim.naive.NaiveEngine;
import minibit.sim.pieces.PieceEngine;
import minibit.sim.pieces.Rules;
import minibit.sim.plan.Baseline;
import minibit.sim.plan.Outcome;
import minibit.sim.plan.Plan;

/**
 * Runs a scenario with production strategies in virtual time. The same scenario and settings give
 * the same report, on every machine. One simulation, one thread; several may run side by side.
 */
public final class Simulation {
  /** Sets the plan's chance apart from the engine's, which are both drawn from the seed. */
  private static final long PLAN = 0x504c414eL;

  private Simulation() {}

  /**
   * Runs a scenario to its end, with the rules that downloads of real people follow.
   *
   * @throws minibit.sim.world.BrokenPromise if something happened that must never happen
   */
  public static SimulationReport run(Scenario scenario, SimulationSettings settings) {
    return run(scenario, settings, Strategy.USUAL, Watch.NONE);
  }

  /**
   * The same with a strategy, watched.
   *
   * @throws java.util.concurrent.CancellationException if the watch says so
   */
  public static SimulationReport run(
      Scenario scenario, SimulationSettings settings, Strategy strategy, Watch watch) {
    SplittableRandom chance = new SplittableRandom(settings.seed() ^ PLAN);
    Plan plan = new Planner(scenario, settings, chance).plan();
    Engine engine = settings.engine().chosen(settings.peers(), List.of(strategy));
    Outcome outcome = play(plan, settings.with(engine), strategy, watch);
    return SimulationReport.of(scenario, settings.with(engine), strategy, plan, outcome);
  }

  private static Outcome play(
      Plan plan, SimulationSettings settings, Strategy strategy, Watch watch) {
    return switch (strategy) {
      case Strategy.Rules rules ->
          switch (settings.engine()) {
            case WIRE -> onWire(plan, settings, rules, watch);
            case PIECES, BY_SIZE -> byPieces(plan, settings, rules, watch);
          };
      case Strategy.Naive(Baseline baseline) -> {
        honest(plan);
        long seed = settings.seed();
        yield new NaiveEngine(plan, baseline, seed, watch::progress, watch::isCancelled).run();
      }
    };
  }

  private static Outcome onWire(
      Plan plan, SimulationSettings settings, Strategy.Rules rules, Watch watch) {
    if (rules.superSeeding()) {
      throw new IllegalArgumentException("super-seeding is played piece by piece only");
    }
    SwarmRules chosen = new SwarmRules(rules.pick(), rules.choke());
    return new WireEngine(plan, settings.withRules(chosen), watch).run();
  }

  private static Outcome byPieces(
      Plan plan, SimulationSettings settings, Strategy.Rules rules, Watch watch) {
    honest(plan);
    Rules all =
        Rules.of(
            plan.pieces(),
            rules.pick(),
            rules.choke(),
            settings.swarm().choker(),
            rules.superSeeding());
    return new PieceEngine(plan, all, settings.seed(), watch::progress, watch::isCancelled)
        .run(plan.limit());
  }

  private static void honest(Plan plan) {
    if (plan.guests().stream().anyMatch(guest -> guest.spec().lies() > 0)) {
      throw new IllegalArgumentException("liars are played block by block only");
    }
  }
}
