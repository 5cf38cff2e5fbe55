package minibit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import minibit.core.piece.Geometry;
import minibit.sim.plan.Fate;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Outcome;
import minibit.sim.plan.Plan;
import minibit.sim.world.Host;
import minibit.sim.world.World;

/** Plays a plan with whole production swarms, block by block, message by message. */
final class WireEngine {
  /** Events between two looks at the watch. */
  private static final int LOOK_EVERY = 4096;

  private final Plan plan;
  private final Watch watch;
  private final World world;
  private final List<Host> hosts = new ArrayList<>();
  private final int expected;
  private int completed;
  private double seederLeft = -1;
  private int events;

  WireEngine(Plan plan, SimulationSettings settings, Watch watch) {
    this.plan = plan;
    this.watch = watch;
    this.world = world(plan, settings);
    this.expected = plan.expected();
  }

  private static World world(Plan plan, SimulationSettings settings) {
    Geometry geometry = Geometry.linear(plan.size(), plan.pieceLength());
    return new World(settings.seed(), geometry, settings.swarm(), settings.hop(), plan.around());
  }

  Outcome run() {
    for (Guest guest : plan.guests()) {
      Host host = world.join(guest.spec(), time(guest.arrives()));
      hosts.add(host);
      if (guest.quits() < Double.POSITIVE_INFINITY) {
        world.at(time(guest.arrives() + guest.quits()), host::leave);
      }
    }
    world.onCompleted(this::completed);
    world.runUntil(this::isOver, time(plan.limit()));
    watch.progress(1);
    return outcome();
  }

  private void completed(Host host) {
    Guest guest = plan.guests().get(host.number());
    completed += guest.isExpected() ? 1 : 0;
    if (guest.lingers() < Double.POSITIVE_INFINITY) {
      world.at(world.elapsed().plus(time(guest.lingers())), host::leave);
    }
  }

  private boolean isOver() {
    if (++events % LOOK_EVERY == 0) {
      look();
    }
    Host seeder = hosts.getFirst();
    if (plan.seederLeaves() && seeder.isUp() && world.firstCopy().isPresent()) {
      seeder.leave();
      seederLeft = seconds(world.elapsed());
    }
    return completed == expected;
  }

  private void look() {
    if (watch.isCancelled()) {
      throw new CancellationException("simulation cancelled");
    }
    double all = (double) plan.guests().size() * plan.pieces();
    watch.progress(Math.min(1, world.verifiedPieces() / all));
  }

  private Outcome outcome() {
    List<Fate> fates = new ArrayList<>();
    for (Host host : hosts) {
      fates.add(
          new Fate(
              plan.guests().get(host.number()),
              host.completedAt().map(WireEngine::seconds).orElse(-1.0),
              host.given(),
              host.taken()));
    }
    return new Outcome(
        fates,
        seconds(world.elapsed()),
        world.firstCopy().map(WireEngine::seconds).orElse(-1.0),
        world.samples(),
        world.traffic().duplicate(),
        world.traffic().corrupt(),
        world.traffic().control(),
        world.traffic().messages(),
        world.borders().crossed(),
        seederLeft,
        banned(),
        world.digestHex());
  }

  private int banned() {
    List<Host> liars = hosts.stream().filter(host -> host.spec().lies() > 0).toList();
    return (int)
        hosts.stream()
            .filter(host -> !host.spec().complete() && liars.stream().anyMatch(host::hasBanned))
            .count();
  }

  private static Duration time(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
