package minibit.sim.pieces;

import java.util.List;
import java.util.function.Consumer;
import minibit.core.choker.ChokeDecision;
import minibit.core.picker.Puller;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;

/**
 * Who asks whom for what, and what follows when it comes. An uplink sends one piece at a time, to
 * those who wait in turn; what left arrives, even if its sender goes meanwhile. An end of a link
 * ({@link Links}) always belongs to the peer named before it.
 */
final class Trading {
  /** Pieces asked of one neighbour: one under way and one that waits, so that no link idles. */
  private static final int WINDOW = 2;

  /** A piece moves to another neighbour's queue if it gets there so many times sooner. */
  private static final int WORTH_MOVING = 2;

  private final Floor floor;
  private final Links links;
  private final Slots slots;
  private final Showing showing;
  private Consumer<Peer> onWhole = peer -> {};

  Trading(Floor floor) {
    this.floor = floor;
    this.links = floor.links;
    this.slots = new Slots(floor);
    this.showing = new Showing(floor, this);
  }

  void onWhole(Consumer<Peer> listener) {
    onWhole = listener;
  }

  double roundSeconds() {
    return slots.roundSeconds();
  }

  /** Whom to serve is decided anew. */
  void round(Peer peer) {
    peer.satisfied = false;
    perform(peer, slots.round(peer));
  }

  /** Gives free slots away, if there are any. */
  void fillSlots(Peer peer) {
    if (!peer.satisfied && slots.hasFree(peer)) {
      perform(peer, slots.fill(peer));
      peer.satisfied = slots.hasFree(peer);
    }
  }

  private void perform(Peer peer, ChokeDecision decision) {
    for (PeerKey key : decision.choke()) {
      int end = links.find(peer.number, (int) key.number());
      if (end != Links.NONE && links.isServed(end)) {
        dropped(peer, end);
        refill(other(end));
      }
    }
    for (PeerKey key : decision.unchoke()) {
      int end = links.find(peer.number, (int) key.number());
      if (end != Links.NONE && !links.isServed(end)) {
        slots.serve(peer, end);
        fill(other(end), links.mirror(end));
      }
    }
  }

  /** The neighbour is served no longer: what it asked for and waits for is off. */
  void dropped(Peer peer, int end) {
    if (links.asked(end) != Links.NONE) {
      withdraw(peer, end);
    }
    slots.choke(peer, end);
    peer.satisfied = false;
  }

  /** Takes a waiting request back, on both sides. */
  private void withdraw(Peer sender, int end) {
    int piece = links.asked(end);
    Peer taker = other(end);
    links.ask(end, Links.NONE);
    sender.waiting--;
    closeOne(links.mirror(end));
    if (!taker.isWhole()) {
      taker.picker().released(block(piece), sender.number);
    }
  }

  /** One piece less is open; none if it was asked for before the two parted and met again. */
  private void closeOne(int end) {
    links.open(end, Math.max(0, links.open(end) - 1));
  }

  /** Asks every neighbour that serves the peer and has room. */
  void refill(Peer taker) {
    int first = Links.first(taker.number);
    for (int end = first; end < links.beyond(taker.number) && taker.here; end++) {
      fill(taker, end);
    }
  }

  /** Asks one neighbour for one piece more, if there is one to ask for. */
  void fill(Peer taker, int end) {
    if (!links.isServing(end) || links.open(end) >= WINDOW || taker.isWhole()) {
      return;
    }
    int there = links.mirror(end);
    Peer sender = other(end);
    if (links.asked(there) != Links.NONE || !floor.wants(taker, sender)) {
      return;
    }
    Bitfield seen = floor.seenBy(taker, sender);
    Puller puller = Puller.of(sender.number, seen);
    List<Block> blocks = taker.picker().pick(puller, 1, floor.instant());
    int freed = Links.NONE;
    if (blocks.isEmpty()) {
      freed = freeOneFrom(taker, end, sender, seen);
      if (freed == Links.NONE) {
        return;
      }
      blocks = taker.picker().pick(puller, 1, floor.instant());
    }
    links.ask(there, blocks.getFirst().piece());
    sender.waiting++;
    links.open(end, links.open(end) + 1);
    floor.messages++;
    send(sender);
    if (freed != Links.NONE) {
      fill(taker, freed);
    }
  }

  /** Takes a request back that waits at a much slower neighbour; gives the end to that one. */
  private int freeOneFrom(Peer taker, int end, Peer sender, Bitfield seen) {
    long here = sender.upNanos * (sender.waiting + 1);
    for (int k = Links.first(taker.number); k < links.beyond(taker.number); k++) {
      if (k == end || links.open(k) == 0) {
        continue;
      }
      Peer slow = other(k);
      int there = links.mirror(k);
      int piece = links.asked(there);
      if (piece != Links.NONE
          && seen.get(piece)
          && slow.upNanos * (slow.waiting + 1) > WORTH_MOVING * here) {
        withdraw(slow, there);
        return k;
      }
    }
    return Links.NONE;
  }

  private void send(Peer sender) {
    if (sender.sending || sender.waiting == 0) {
      return;
    }
    int first = Links.first(sender.number);
    int size = links.size(sender.number);
    int place = sender.nextTurn;
    do {
      place = place + 1 >= size ? 0 : place + 1;
    } while (links.asked(first + place) == Links.NONE);
    sender.nextTurn = place;
    int end = first + place;
    int piece = links.asked(end);
    links.ask(end, Links.NONE);
    sender.waiting--;
    sender.sending = true;
    Peer taker = other(end);
    long sent = floor.now() + sender.upNanos;
    floor.agenda.at(sent, Floor.SENT, sender.number, 0, 0);
    floor.agenda.at(arrival(sender, taker, sent), Floor.CAME, sender.number, taker.number, piece);
    fill(taker, links.mirror(end));
  }

  private long arrival(Peer sender, Peer taker, long sent) {
    int from = sender.guest.spec().site();
    int to = taker.guest.spec().site();
    long held = floor.borders.cross(from, to, floor.plan.pieceLength(), sent);
    long oneWay = Floor.oneWay(sender, taker);
    taker.downFreeAt = Math.max(taker.downFreeAt, floor.now() + oneWay) + taker.downNanos;
    return Math.max(sent + oneWay + held, taker.downFreeAt);
  }

  /** A piece has left. */
  void sent(Peer sender) {
    sender.sending = false;
    if (sender.here) {
      send(sender);
      if (isIdle(sender)) {
        fillSlots(sender);
      }
    }
  }

  /** A piece has come. */
  void came(Peer sender, Peer taker, int piece) {
    if (!taker.here) {
      return;
    }
    floor.mix(sender.number, taker.number, piece);
    sender.given += floor.plan.pieceLength();
    taker.taken += floor.plan.pieceLength();
    int end = links.find(taker.number, sender.number);
    if (end != Links.NONE) {
      closeOne(end);
      links.moved(end);
    }
    if (floor.having.has(taker.number, piece)) {
      floor.duplicate += floor.plan.pieceLength();
      return;
    }
    taker.picker().received(block(piece), sender.number, floor.instant());
    taker.picker().verified(piece);
    taker.satisfied = false;
    floor.gained(taker.number, piece);
    if (taker.has.isFull()) {
      taker.complete(floor.full, floor.seconds());
      floor.having.whole(taker.number);
    }
    announce(taker, piece);
    if (taker.isWhole()) {
      onWhole.accept(taker);
    } else if (end != Links.NONE) {
      fill(taker, end);
    }
  }

  /** What a piece more changes between a peer and its neighbours. */
  private void announce(Peer teller, int piece) {
    boolean mayServe = isIdle(teller) && slots.hasFree(teller);
    boolean waited = false;
    for (int end = Links.first(teller.number); end < links.beyond(teller.number); end++) {
      if (links.isServing(end)) {
        contented(teller, end);
      }
      if (links.isServed(end)) {
        offer(teller, end, piece);
      } else {
        waited |= mayServe && !floor.having.has(links.other(end), piece);
      }
    }
    if (waited) {
      fillSlots(teller);
    }
    floor.messages += links.size(teller.number);
    if (floor.rules.superSeeding()) {
      showing.heard(teller, piece);
    }
  }

  /**
   * Who has got all that a neighbour has leaves its slot there to others: at once if the uplink has
   * nothing else to send, otherwise when it has not, for looking at all neighbours takes time.
   */
  private void contented(Peer taker, int end) {
    Peer sender = other(end);
    if (!floor.wants(taker, sender)) {
      slots.hungry(sender, links.mirror(end), false);
      if (isIdle(sender)) {
        fillSlots(sender);
      }
    }
  }

  private static boolean isIdle(Peer sender) {
    return !sender.sending && sender.waiting == 0;
  }

  /** Somebody who is served may want the new piece. */
  private void offer(Peer teller, int end, int piece) {
    if (!floor.having.has(links.other(end), piece)) {
      slots.hungry(teller, end, true);
      if (links.asked(end) == Links.NONE) {
        fill(other(end), links.mirror(end));
      }
    }
  }

  /** Two who have just met, or one of whom shows more: the one may want something of the other. */
  void settle(Peer server, int end) {
    Peer viewer = other(end);
    server.satisfied = false;
    if (server.shown != null && server.shown.to(viewer.number).isEmpty()) {
      showing.show(server, server.shown, end);
    } else if (floor.wants(viewer, server)) {
      if (links.isServed(end)) {
        slots.hungry(server, end, true);
        fill(viewer, links.mirror(end));
      } else {
        fillSlots(server);
      }
    }
  }

  private Peer other(int end) {
    return floor.peers[links.other(end)];
  }

  private Block block(int piece) {
    return floor.rules.geometry().block(piece, 0);
  }
}
