package minibit.sim.naive;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import minibit.sim.plan.Baseline;
import minibit.sim.plan.Fate;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Outcome;
import minibit.sim.plan.Plan;
import minibit.sim.world.Borders;

/**
 * Plays a plan without a swarm: who comes chooses its holders at once and keeps to them. Those
 * served share an uplink piece by piece. If a holder leaves, another takes over what it owed, which
 * is kinder than most first programs. One thread.
 */
public final class NaiveEngine {
  /** Between two looks at the tracker's list. */
  private static final double POLL_SECONDS = 30;

  /** The most holders asked at once: beyond, parts are smaller than pieces anyway. */
  private static final int MOST_HOLDERS = 80;

  private static final int LOOK_EVERY = 4096;
  private static final double SECOND = 1e9;

  private final Plan plan;
  private final Baseline baseline;
  private final SplittableRandom random;
  private final DoubleConsumer progress;
  private final BooleanSupplier cancelled;
  private final List<Party> parties = new ArrayList<>();
  private final PriorityQueue<Due> agenda = new PriorityQueue<>();
  private final Borders borders;
  private final double limit;
  private final int[] copies;
  private int piecesOut;
  private double firstCopy = -1;
  private double seederLeft = -1;
  private long now;
  private long order;
  private long verified;
  private long digest;
  private int completed;

  private record Due(long at, long order, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  /** An engine that has played nothing. */
  public NaiveEngine(
      Plan plan, Baseline baseline, long seed, DoubleConsumer progress, BooleanSupplier cancelled) {
    this.plan = plan;
    this.baseline = baseline;
    this.random = new SplittableRandom(seed);
    this.progress = progress;
    this.cancelled = cancelled;
    this.borders = new Borders(plan.around());
    this.copies = new int[plan.pieces()];
    this.limit = plan.limit(byItself(plan));
    for (int i = 0; i < plan.guests().size(); i++) {
      int number = i;
      parties.add(new Party(plan.guests().get(i)));
      after(plan.guests().get(i).arrives(), () -> arrive(number));
    }
  }

  /** What it takes if one link carries every copy, and each piece waits for a look of its own. */
  private static double byItself(Plan plan) {
    double slowest = Double.POSITIVE_INFINITY;
    for (Guest guest : plan.guests()) {
      slowest = guest.spec().rides() ? slowest : Math.min(slowest, guest.spec().up());
    }
    return plan.guests().size() * (plan.size() / slowest) + plan.pieces() * POLL_SECONDS;
  }

  /** Plays until everyone expected has everything, or nobody would wait any longer. */
  public Outcome run() {
    int expected = plan.expected();
    for (int events = 1; completed < expected && !agenda.isEmpty(); events++) {
      Due due = agenda.remove();
      now = due.at();
      if (seconds() > limit) {
        break;
      }
      due.action().run();
      if (events % LOOK_EVERY == 0) {
        look();
      }
    }
    progress.accept(1);
    return outcome();
  }

  private void look() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("simulation cancelled");
    }
    progress.accept(Math.min(1, (double) verified / parties.size() / plan.pieces()));
  }

  private void arrive(int number) {
    Party party = parties.get(number);
    party.here = true;
    if (party.guest.spec().complete()) {
      party.has.set(0, plan.pieces());
      return;
    }
    if (party.guest.quits() < Double.POSITIVE_INFINITY) {
      after(party.guest.quits(), () -> leave(number));
    }
    begin(number);
  }

  private void begin(int number) {
    if (parties.get(number).gone) {
      return;
    }
    List<Integer> holders = isTrackerAway() ? List.of() : holders();
    if (baseline != Baseline.POLL && holders.isEmpty()) {
      after(POLL_SECONDS, () -> begin(number));
      return;
    }
    switch (baseline) {
      case ONE_HOLDER -> give(any(holders), new Job(number, 0, plan.pieces()));
      case FRAGMENTS -> {
        int parts = Math.min(Math.min(holders.size(), MOST_HOLDERS), plan.pieces());
        for (int part = 0; part < parts; part++) {
          int from = (int) ((long) part * plan.pieces() / parts);
          int to = (int) ((long) (part + 1) * plan.pieces() / parts);
          give(holders.get(part), new Job(number, from, to));
        }
      }
      case POLL -> poll(number);
    }
  }

  /** Takes any missing piece of anyone that has it; the next after the next look at the list. */
  private void poll(int number) {
    Party party = parties.get(number);
    if (party.gone || party.completedAt >= 0) {
      return;
    }
    after(POLL_SECONDS, () -> poll(number));
    int start = random.nextInt(plan.pieces());
    int first = random.nextInt(parties.size());
    for (int i = 0; i < plan.pieces() && !isTrackerAway(); i++) {
      int piece = (start + i) % plan.pieces();
      if (party.has.get(piece)) {
        continue;
      }
      for (int k = 0; k < parties.size(); k++) {
        int holder = (first + k) % parties.size();
        if (serves(holder) && parties.get(holder).has.get(piece)) {
          give(holder, new Job(number, piece, piece + 1));
          return;
        }
      }
    }
  }

  private boolean isTrackerAway() {
    return plan.around().isTrackerAway(seconds());
  }

  private boolean serves(int number) {
    Party party = parties.get(number);
    return party.here && !party.guest.spec().rides();
  }

  /** Those who have the whole file, in an order of chance. */
  private List<Integer> holders() {
    List<Integer> holders = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      if (serves(i) && parties.get(i).has.cardinality() == plan.pieces()) {
        holders.add(random.nextInt(holders.size() + 1), i);
      }
    }
    return holders;
  }

  private static int any(List<Integer> holders) {
    return holders.getFirst();
  }

  private void give(int holder, Job job) {
    parties.get(holder).jobs.add(job);
    send(holder);
  }

  private void send(int number) {
    Party sender = parties.get(number);
    if (sender.sending || !sender.here) {
      return;
    }
    Job job = sender.jobs.poll();
    while (job != null && (job.isOver() || !parties.get(job.taker).here)) {
      job = sender.jobs.poll();
    }
    if (job == null) {
      return;
    }
    int piece = job.next++;
    int taker = job.taker;
    sender.jobs.add(job);
    sender.sending = true;
    long sent = now + nanos(sender.guest.spec().up());
    at(sent, () -> sent(number));
    at(arrival(sender, parties.get(taker), sent), () -> came(number, taker, piece));
  }

  private long arrival(Party sender, Party taker, long sent) {
    int from = sender.guest.spec().site();
    int to = taker.guest.spec().site();
    long held = borders.cross(from, to, plan.pieceLength(), sent);
    long oneWay = sender.guest.spec().latency().toNanos() + taker.guest.spec().latency().toNanos();
    taker.downFreeAt = Math.max(taker.downFreeAt, now + oneWay) + nanos(taker.guest.spec().down());
    return Math.max(sent + oneWay + held, taker.downFreeAt);
  }

  private void sent(int number) {
    parties.get(number).sending = false;
    send(number);
  }

  private void came(int from, int to, int piece) {
    Party taker = parties.get(to);
    if (!taker.here || taker.has.get(piece)) {
      return;
    }
    parties.get(from).given += plan.pieceLength();
    taker.taken += plan.pieceLength();
    taker.has.set(piece);
    verified++;
    digest = Long.rotateLeft(digest ^ now ^ to, 23) * 0x9e3779b97f4a7c15L + piece;
    if (copies[piece]++ == 0 && ++piecesOut == plan.pieces()) {
      firstCopy = seconds();
      if (plan.seederLeaves()) {
        seederLeft = firstCopy;
        leave(0);
      }
    }
    if (taker.has.cardinality() == plan.pieces()) {
      taker.completedAt = seconds();
      completed += taker.guest.isExpected() ? 1 : 0;
      if (taker.guest.lingers() < Double.POSITIVE_INFINITY) {
        after(taker.guest.lingers(), () -> leave(to));
      }
    }
  }

  private void leave(int number) {
    Party party = parties.get(number);
    party.here = false;
    party.gone = true;
    List<Integer> holders = holders();
    for (Job job : party.jobs) {
      if (!job.isOver() && !holders.isEmpty()) {
        give(holders.get(random.nextInt(holders.size())), job);
      }
    }
    party.jobs.clear();
  }

  private long nanos(long rate) {
    return Math.max(1, (long) (plan.pieceLength() * SECOND / rate));
  }

  private double seconds() {
    return now / SECOND;
  }

  private void after(double seconds, Runnable action) {
    at(now + (long) (seconds * SECOND), action);
  }

  private void at(long nanos, Runnable action) {
    agenda.add(new Due(nanos, order++, action));
  }

  private Outcome outcome() {
    List<Fate> fates = new ArrayList<>();
    for (Party party : parties) {
      fates.add(new Fate(party.guest, party.completedAt, party.given, party.taken));
    }
    return new Outcome(
        fates,
        seconds(),
        firstCopy,
        List.of(),
        0,
        0,
        0,
        verified,
        borders.crossed(),
        seederLeft,
        0,
        HexFormat.of().toHexDigits(digest));
  }
}
