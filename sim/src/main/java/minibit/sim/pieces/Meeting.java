package minibit.sim.pieces;

import java.util.Arrays;

/** Who meets whom: the tracker's list, joining and leaving. */
final class Meeting {
  /**
   * Neighbours that a peer looks for. Others look for it too, so it has about twice as many, and
   * never more than {@link Links#MOST}.
   */
  static final int WANTED = 20;

  /** A peer left with fewer asks the tracker again. */
  private static final int TOO_FEW = 10;

  /** Draws from the tracker's list, for each neighbour wanted: some are taken or full already. */
  private static final int DRAWS = 4;

  /** Seconds between announces that nobody answered. */
  private static final double RETRY_SECONDS = 15;

  private final Floor floor;
  private final Links links;
  private final Trading trading;
  private final Counting counting;
  private int[] list = new int[64];
  private int listed;

  Meeting(Floor floor, Trading trading) {
    this.floor = floor;
    this.links = floor.links;
    this.counting = new Counting(floor);
    this.trading = trading;
  }

  void arrive(Peer peer) {
    if (peer.gone) {
      return;
    }
    if (!peer.here) {
      peer.arrive(floor.rules, counting, floor.random.split());
      if (peer.number == 0 && floor.rules.superSeeding()) {
        peer.shown = new Shown(floor.plan.pieces());
      }
      floor.after(trading.roundSeconds(), Floor.ROUND, peer.number);
      if (peer.guest.quits() < Double.POSITIVE_INFINITY) {
        floor.after(peer.guest.quits(), Floor.LEAVE, peer.number);
      }
    }
    if (floor.plan.around().isTrackerAway(floor.seconds())) {
      floor.after(RETRY_SECONDS, Floor.ARRIVE, peer.number);
      return;
    }
    meet(peer);
    register(peer);
  }

  /** To be called now and then: who lost its neighbours finds others. */
  void refresh(Peer peer) {
    if (links.size(peer.number) < TOO_FEW
        && listed > links.size(peer.number) + 1
        && !floor.plan.around().isTrackerAway(floor.seconds())) {
      meet(peer);
      register(peer);
    }
  }

  private void register(Peer peer) {
    if (peer.listed == Links.NONE) {
      if (listed == list.length) {
        list = Arrays.copyOf(list, 2 * listed);
      }
      peer.listed = listed;
      list[listed++] = peer.number;
    }
  }

  private void meet(Peer peer) {
    int near = (int) (WANTED * floor.plan.around().local());
    draw(peer, near, true);
    draw(peer, WANTED, false);
  }

  private void draw(Peer peer, int upTo, boolean ownSite) {
    int draws = ownSite ? DRAWS * upTo * floor.plan.around().sites() : DRAWS * upTo;
    boolean all = listed <= draws;
    int first = all ? floor.random.nextInt(listed + 1) : 0;
    for (int i = 0; i < Math.min(draws, listed) && links.size(peer.number) < upTo; i++) {
      int place = all ? (first + i) % listed : floor.random.nextInt(listed);
      Peer other = floor.peers[list[place]];
      boolean fits = !ownSite || other.guest.spec().site() == peer.guest.spec().site();
      if (fits && mayJoin(peer, other)) {
        join(peer, other);
      }
    }
  }

  private boolean mayJoin(Peer one, Peer two) {
    return one != two
        && !(one.isWhole() && two.isWhole())
        && !links.isFull(one.number)
        && !links.isFull(two.number)
        && links.find(one.number, two.number) == Links.NONE;
  }

  private void join(Peer one, Peer two) {
    int end = links.join(one.number, two.number, (float) floor.seconds());
    int there = links.mirror(end);
    trading.settle(one, end);
    trading.settle(two, there);
  }

  /** Two whole peers have nothing to say to each other. */
  void parted(Peer whole) {
    for (int end = links.beyond(whole.number) - 1; end >= Links.first(whole.number); end--) {
      if (floor.having.isWhole(links.other(end))) {
        part(whole, end);
      }
    }
  }

  void leave(Peer peer) {
    if (!peer.here) {
      return;
    }
    peer.here = false;
    while (links.size(peer.number) > 0) {
      part(peer, links.beyond(peer.number) - 1);
    }
    if (peer.listed != Links.NONE) {
      int last = list[--listed];
      list[peer.listed] = last;
      floor.peers[last].listed = peer.listed;
      peer.listed = Links.NONE;
    }
    peer.leave();
  }

  private void part(Peer one, int end) {
    Peer two = floor.peers[links.other(end)];
    trading.dropped(one, end);
    trading.dropped(two, links.mirror(end));
    forget(one, two);
    forget(two, one);
    links.part(end);
    trading.refill(one);
    trading.refill(two);
    trading.fillSlots(one);
    trading.fillSlots(two);
  }

  private static void forget(Peer one, Peer other) {
    if (one.shown != null) {
      one.shown.forget(other.number);
    }
  }
}
