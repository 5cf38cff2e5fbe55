package minibit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Plan;
import minibit.sim.world.HostSpec;
import minibit.sim.world.Surroundings;

/** Makes a scenario's plan from the settings and chance. */
final class Planner {
  /** Peers that come one by one come within this many times the time one takes to send a copy. */
  private static final double STEADY_PERIODS = 4;

  /** Share of the peers that quit in {@link Scenario#CHURN}. */
  private static final double QUITTERS = 1.0 / 3;

  /** Seconds within which peers come when the tracker dies, and when it does. */
  private static final double DEATH_ARRIVALS = 60;

  private static final double DEATH = 15;

  private static final double FOREVER = Double.POSITIVE_INFINITY;

  private final Scenario scenario;
  private final SimulationSettings settings;
  private final SplittableRandom chance;

  Planner(Scenario scenario, SimulationSettings settings, SplittableRandom chance) {
    this.scenario = scenario;
    this.settings = settings;
    this.chance = chance;
  }

  Plan plan() {
    List<Guest> guests = new ArrayList<>(settings.peers() + 2);
    HostSpec seeder = HostSpec.seeder(settings.seederUp(), settings.latency());
    guests.add(Guest.staying(seeder, 0));
    if (scenario == Scenario.LIAR) {
      HostSpec liar = HostSpec.seeder(settings.peerUp(), settings.latency());
      guests.add(Guest.staying(liar.lying(settings.lies()), 0));
    }
    for (int i = 0; i < settings.peers(); i++) {
      guests.add(guest(i));
    }
    return new Plan(
        settings.size(),
        settings.pieceLength(),
        guests,
        around(),
        scenario == Scenario.EARLY_SEEDER);
  }

  private Guest guest(int i) {
    HostSpec usual = HostSpec.leecher(settings.peerUp(), settings.peerDown(), settings.latency());
    HostSpec spec = isPlain(i) ? usual.plain() : usual;
    return switch (scenario) {
      case FLASH_CROWD, EARLY_SEEDER, LIAR -> Guest.staying(spec, inCrowd());
      case STEADY_STATE -> new Guest(spec, oneByOne(), FOREVER, someTime(copyTime() / 4));
      case CHURN -> churning(spec);
      case FREE_RIDERS -> {
        HostSpec mine = isRider(i) ? spec.riding() : spec;
        yield new Guest(mine, inCrowd(), FOREVER, 0);
      }
      case UNEQUAL_UPLINKS -> Guest.staying(spec.withUp(unequal()), inCrowd());
      case TRACKER_DEATH -> Guest.staying(spec, chance.nextDouble() * DEATH_ARRIVALS);
      case LOCALITY -> Guest.staying(spec.at(i % settings.circumstances().sites()), inCrowd());
    };
  }

  private Surroundings around() {
    Circumstances circumstances = settings.circumstances();
    return switch (scenario) {
      case TRACKER_DEATH ->
          new Surroundings(DEATH, DEATH + seconds(circumstances.outage()), 1, Long.MAX_VALUE, 0);
      case LOCALITY ->
          new Surroundings(
              0, 0, circumstances.sites(), circumstances.border(), circumstances.local());
      case FLASH_CROWD, STEADY_STATE, CHURN, FREE_RIDERS, UNEQUAL_UPLINKS, EARLY_SEEDER, LIAR ->
          Surroundings.PLAIN;
    };
  }

  private boolean isPlain(int i) {
    return settings.plain() > 0 && i % settings.plain() == settings.plain() - 1;
  }

  /** Spread evenly over the order of coming, whatever the share. */
  private boolean isRider(int i) {
    double share = settings.circumstances().freeRiders();
    return Math.floor((i + 1) * share) > Math.floor(i * share);
  }

  private double inCrowd() {
    return chance.nextDouble() * Plan.CROWD_SECONDS;
  }

  private double oneByOne() {
    return chance.nextDouble() * STEADY_PERIODS * copyTime();
  }

  private Guest churning(HostSpec spec) {
    double arrives = oneByOne();
    double quits = chance.nextDouble() < QUITTERS ? someTime(copyTime() / 2) : FOREVER;
    return new Guest(spec, arrives, quits, 0);
  }

  /** Each doubling is as likely as any other. */
  private long unequal() {
    double spread = StrictMath.log(settings.circumstances().spread());
    double factor = StrictMath.exp((2 * chance.nextDouble() - 1) * spread);
    return Math.max(1, (long) (settings.peerUp() * factor));
  }

  /** Exponential, with this mean. */
  private double someTime(double mean) {
    return -StrictMath.log(1 - chance.nextDouble()) * mean;
  }

  private double copyTime() {
    return (double) settings.size() / settings.peerUp();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
