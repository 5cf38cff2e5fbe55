package minibit.sim.pieces;

import java.util.Arrays;
import minibit.core.piece.Bitfield;

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
  private final Trading trading;
  private int[] list = new int[64];
  private int listed;

  Meeting(Floor floor, Trading trading) {
    this.floor = floor;
    this.trading = trading;
  }

  void arrive(Peer peer) {
    if (peer.gone) {
      return;
    }
    if (!peer.here) {
      peer.arrive(floor.rules, floor.random.split());
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
    if (peer.links.size() < TOO_FEW
        && listed > peer.links.size() + 1
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
    for (int i = 0; i < Math.min(draws, listed) && peer.links.size() < upTo; i++) {
      int place = all ? (first + i) % listed : floor.random.nextInt(listed);
      Peer other = floor.peers[list[place]];
      boolean fits = !ownSite || other.guest.spec().site() == peer.guest.spec().site();
      if (fits && mayJoin(peer, other)) {
        join(peer, other);
      }
    }
  }

  private static boolean mayJoin(Peer one, Peer two) {
    return one != two
        && !(one.isWhole() && two.isWhole())
        && !one.links.isFull()
        && !two.links.isFull()
        && one.links.placeOf(two.number) == Links.NONE;
  }

  private void join(Peer one, Peer two) {
    float now = (float) floor.seconds();
    int there = two.links.size();
    two.links.add(one.number, one.links.size(), one.has.isFull(), now);
    one.links.add(two.number, there, two.has.isFull(), now);
    opened(one, two, one.links.size() - 1);
    opened(two, one, there);
    trading.settleInterest(one, one.links.size() - 1);
    trading.settleInterest(two, there);
  }

  /** The one learns what the other has. */
  private void opened(Peer one, Peer other, int place) {
    if (one.isWhole()) {
      return;
    }
    Bitfield has = trading.seenBy(one, other);
    one.links.cameWhole[place] = has.isFull();
    one.picker().join(has);
    one.links.wanted[place] = (short) (has.count() - one.has.countCommon(has));
  }

  /** Two whole peers have nothing to say to each other. */
  void parted(Peer whole) {
    for (int place = whole.links.size() - 1; place >= 0; place--) {
      Peer other = floor.peers[whole.links.other[place]];
      if (other.isWhole()) {
        part(whole, place);
      }
    }
  }

  void leave(Peer peer) {
    if (!peer.here) {
      return;
    }
    while (peer.links.size() > 0) {
      part(peer, peer.links.size() - 1);
    }
    if (peer.listed != Links.NONE) {
      int last = list[--listed];
      list[peer.listed] = last;
      floor.peers[last].listed = peer.listed;
      peer.listed = Links.NONE;
    }
    peer.leave();
  }

  private void part(Peer one, int place) {
    Peer two = floor.peers[one.links.other[place]];
    int there = one.links.back[place];
    trading.dropped(one, place);
    trading.dropped(two, there);
    forget(one, two, place);
    forget(two, one, there);
    remove(one, place);
    remove(two, there);
    trading.refill(one);
    trading.refill(two);
  }

  private void forget(Peer one, Peer other, int place) {
    if (!one.isWhole()) {
      one.picker().leave(trading.seenBy(one, other), one.links.cameWhole[place]);
    }
    if (one.shown != null) {
      one.shown.forget(other.number);
    }
  }

  private void remove(Peer peer, int place) {
    if (peer.links.remove(place)) {
      Peer moved = floor.peers[peer.links.other[place]];
      moved.links.back[peer.links.back[place]] = (byte) place;
    }
  }
}
