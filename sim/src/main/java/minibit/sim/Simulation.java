package minibit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.piece.Geometry;
import minibit.sim.world.Host;
import minibit.sim.world.HostSpec;
import minibit.sim.world.World;

/**
 * Runs a scenario with real swarms in virtual time. The same scenario and settings give the same
 * report, on every machine. One simulation, one thread; several may run side by side.
 */
public final class Simulation {
  /** A crowd comes within this time. */
  private static final long CROWD_NANOS = Duration.ofSeconds(1).toNanos();

  private final Scenario scenario;
  private final SimulationSettings settings;
  private final World world;
  private final Host seeder;
  private final List<Host> crowd = new ArrayList<>();
  private final List<Host> liars = new ArrayList<>();
  private double seederLeft = -1;

  private Simulation(Scenario scenario, SimulationSettings settings) {
    this.scenario = scenario;
    this.settings = settings;
    Geometry geometry = Geometry.linear(settings.size(), settings.pieceLength());
    world = new World(settings.seed(), geometry, settings.swarm(), settings.hop());
    SplittableRandom chance = world.chance();
    seeder = world.join(HostSpec.seeder(settings.seederUp(), settings.latency()), Duration.ZERO);
    if (scenario == Scenario.LIAR) {
      HostSpec liar = HostSpec.seeder(settings.peerUp(), settings.latency());
      liars.add(world.join(liar.lying(settings.lies()), Duration.ZERO));
    }
    HostSpec peer = HostSpec.leecher(settings.peerUp(), settings.peerDown(), settings.latency());
    for (int i = 0; i < settings.peers(); i++) {
      boolean plain = settings.plain() > 0 && i % settings.plain() == settings.plain() - 1;
      Duration after = Duration.ofNanos(chance.nextLong(CROWD_NANOS));
      crowd.add(world.join(plain ? peer.plain() : peer, after));
    }
  }

  /**
   * Runs a scenario to its end.
   *
   * @throws minibit.sim.world.BrokenPromise if something happened that must never happen
   */
  public static SimulationReport run(Scenario scenario, SimulationSettings settings) {
    return new Simulation(scenario, settings).run();
  }

  private SimulationReport run() {
    world.runUntil(this::isOver, settings.limit());
    return report();
  }

  private boolean isOver() {
    if (scenario == Scenario.EARLY_SEEDER
        && seeder.isUp()
        && world.piecesOut() == world.geometry().pieces()) {
      seeder.leave();
      seederLeft = seconds(world.elapsed());
    }
    return crowd.stream().allMatch(host -> host.completedAt().isPresent());
  }

  private SimulationReport report() {
    List<Double> times =
        crowd.stream()
            .flatMap(host -> host.completedAt().stream())
            .map(Simulation::seconds)
            .sorted()
            .toList();
    boolean all = times.size() == crowd.size();
    double last = all ? times.getLast() : seconds(world.elapsed());
    int middle = (crowd.size() + 1) / 2;
    long banned = crowd.stream().filter(host -> liars.stream().anyMatch(host::hasBanned)).count();
    return new SimulationReport(
        scenario,
        settings.seed(),
        settings.peers(),
        world.geometry().pieces(),
        times.size(),
        settings.bound(),
        last,
        last / settings.bound(),
        times.size() >= middle ? times.get(middle - 1) : 0,
        world.entropy(),
        world.traffic().duplicate(),
        world.traffic().corrupt(),
        world.traffic().control(),
        seederLeft,
        (int) banned,
        world.traffic().messages(),
        world.digestHex());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
