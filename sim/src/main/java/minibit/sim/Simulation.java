package minibit.sim;

import java.util.SplittableRandom;
import minibit.core.swarm.SwarmRules;
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
    Outcome outcome = play(plan, settings, strategy, watch);
    return SimulationReport.of(scenario, settings, strategy, plan, outcome);
  }

  private static Outcome play(
      Plan plan, SimulationSettings settings, Strategy strategy, Watch watch) {
    return switch (strategy) {
      case Strategy.Rules(var pick, var choke) ->
          new WireEngine(plan, settings.withRules(new SwarmRules(pick, choke)), watch).run();
      case Strategy.Naive naive -> throw new UnsupportedOperationException(naive.title());
    };
  }
}
