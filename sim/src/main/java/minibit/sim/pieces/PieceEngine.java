package minibit.sim.pieces;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import minibit.sim.plan.Fate;
import minibit.sim.plan.Guest;
import minibit.sim.plan.Outcome;
import minibit.sim.plan.Plan;
import minibit.sim.world.Sample;

/**
 * Plays a plan with very many peers. Production code: which piece is asked for ({@code
 * core.picker}), who is served ({@code core.choker}). Simplified: a piece is one block; an uplink
 * sends pieces one after another; a have or a choke arrives at once; neighbours come from the
 * tracker alone; rates are counted by rounds; nobody lies, and no host is without the fast
 * extension. One thread.
 */
public final class PieceEngine {
  /** The most pieces: counters of a link are short. */
  public static final int MOST_PIECES = 20_000;

  private static final int LOOK_EVERY = 1 << 16;
  private static final int SAMPLES_PER_PACE = 200;

  /** Peers that a sample looks at: of more, every so-manieth. */
  private static final int SAMPLED_PEERS = 2_000;

  private final Floor floor;
  private final Trading trading;
  private final Meeting meeting;
  private final BooleanSupplier cancelled;
  private final DoubleConsumer progress;
  private final List<Sample> samples = new ArrayList<>();
  private final int expected;
  private double samplePace = 1;
  private double seederLeft = -1;
  private int events;

  /** An engine that has played nothing. */
  public PieceEngine(
      Plan plan, Rules rules, long seed, DoubleConsumer progress, BooleanSupplier cancelled) {
    if (plan.pieces() > MOST_PIECES || plan.guests().size() > Agenda.MOST) {
      throw new IllegalArgumentException(plan.pieces() + " pieces, at most " + MOST_PIECES);
    }
    this.floor = new Floor(plan, rules, new SplittableRandom(seed));
    this.trading = new Trading(floor);
    this.meeting = new Meeting(floor, trading);
    this.cancelled = cancelled;
    this.progress = progress;
    this.expected = plan.expected();
    trading.onWhole(this::whole);
    for (int i = 0; i < floor.peers.length; i++) {
      floor.after(plan.guests().get(i).arrives(), Floor.ARRIVE, i);
    }
    floor.after(samplePace, Floor.SAMPLE, 0);
  }

  /** Plays until everyone expected has everything, or this many seconds have passed. */
  public Outcome run(double limit) {
    long end = (long) (limit * 1e9);
    while (floor.completed < expected
        && !floor.agenda.isEmpty()
        && floor.agenda.nextTime() <= end) {
      floor.now(floor.agenda.nextTime());
      happen(floor.agenda.next());
      if (++events % LOOK_EVERY == 0) {
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
    double all = (double) floor.peers.length * floor.plan.pieces();
    progress.accept(Math.min(1, floor.verified / all));
  }

  private void happen(long fact) {
    Peer peer = floor.peers[Agenda.a(fact)];
    switch (Agenda.kind(fact)) {
      case Floor.ARRIVE -> meeting.arrive(peer);
      case Floor.ROUND -> round(peer);
      case Floor.SENT -> trading.sent(peer);
      case Floor.CAME -> trading.came(peer, floor.peers[Agenda.b(fact)], Agenda.c(fact));
      case Floor.LEAVE -> meeting.leave(peer);
      case Floor.SAMPLE -> sample();
      default -> throw new IllegalStateException("event of kind " + Agenda.kind(fact));
    }
  }

  private void round(Peer peer) {
    if (peer.here) {
      trading.round(peer);
      meeting.refresh(peer);
      floor.after(trading.roundSeconds(), Floor.ROUND, peer.number);
    }
  }

  private void whole(Peer peer) {
    Guest guest = peer.guest;
    floor.completed += guest.isExpected() ? 1 : 0;
    meeting.parted(peer);
    if (guest.lingers() < Double.POSITIVE_INFINITY) {
      floor.after(guest.lingers(), Floor.LEAVE, peer.number);
    }
  }

  private void sample() {
    Peer seeder = floor.peers[0];
    if (floor.plan.seederLeaves() && seeder.here && floor.firstCopy >= 0) {
      meeting.leave(seeder);
      seederLeft = floor.seconds();
    }
    long interested = 0;
    long pairs = 0;
    int step = 1 + floor.peers.length / SAMPLED_PEERS;
    for (int i = 0; i < floor.peers.length; i += step) {
      Peer peer = floor.peers[i];
      if (!peer.here || peer.isWhole()) {
        continue;
      }
      for (int end = Links.first(i); end < floor.links.beyond(i); end++) {
        int other = floor.links.other(end);
        if (!floor.having.isWhole(other)) {
          pairs++;
          interested += floor.having.hasMore(other, i) ? 1 : 0;
        }
      }
    }
    samples.add(new Sample(floor.seconds(), interested, pairs));
    samplePace *= samples.size() % SAMPLES_PER_PACE == 0 ? 2 : 1;
    floor.after(samplePace, Floor.SAMPLE, 0);
  }

  private Outcome outcome() {
    List<Fate> fates = new ArrayList<>(floor.peers.length);
    for (Peer peer : floor.peers) {
      fates.add(new Fate(peer.guest, peer.completedAt, peer.given, peer.taken));
    }
    return new Outcome(
        fates,
        floor.seconds(),
        floor.firstCopy,
        samples,
        floor.duplicate,
        0,
        0,
        floor.messages,
        floor.borders.crossed(),
        seederLeft,
        0,
        HexFormat.of().toHexDigits(floor.digest()));
  }
}
