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
 * those who wait in turn; what left arrives, even if its sender goes meanwhile.
 */
final class Trading {
  /** Pieces asked of one neighbour: one under way and one that waits, so that no link idles. */
  private static final int WINDOW = 2;

  /** A piece moves to another neighbour's queue if it gets there so many times sooner. */
  private static final int WORTH_MOVING = 2;

  private final Floor floor;
  private final Slots slots;
  private Consumer<Peer> onWhole = peer -> {};

  Trading(Floor floor) {
    this.floor = floor;
    this.slots = new Slots(floor);
  }

  void onWhole(Consumer<Peer> listener) {
    onWhole = listener;
  }

  double roundSeconds() {
    return slots.roundSeconds();
  }

  /** What this peer knows the other to have. */
  Bitfield seenBy(Peer viewer, Peer other) {
    return other.shown == null ? other.has : other.shown.to(viewer.number);
  }

  /** Whom to serve is decided anew. */
  void round(Peer peer) {
    perform(peer, slots.round(peer));
  }

  private void perform(Peer peer, ChokeDecision decision) {
    for (PeerKey key : decision.choke()) {
      int place = peer.links.placeOf((int) key.number());
      if (place != Links.NONE && peer.links.isServed(place)) {
        dropped(peer, place);
        refill(other(peer, place));
      }
    }
    for (PeerKey key : decision.unchoke()) {
      int place = peer.links.placeOf((int) key.number());
      if (place != Links.NONE && !peer.links.isServed(place)) {
        slots.serve(peer, place);
        fill(other(peer, place), peer.links.back[place]);
      }
    }
  }

  /** The neighbour is served no longer: what it asked for and waits for is off. */
  void dropped(Peer peer, int place) {
    int piece = peer.links.asked[place];
    if (piece != Links.NONE) {
      withdraw(peer, place, piece);
    }
    slots.choke(peer, place);
  }

  /** Takes a waiting request back, on both sides. */
  private void withdraw(Peer sender, int place, int piece) {
    Peer taker = other(sender, place);
    sender.links.asked[place] = Links.NONE;
    sender.waiting--;
    taker.links.open[sender.links.back[place]]--;
    if (!taker.isWhole()) {
      taker.picker().released(block(piece), sender.number);
    }
  }

  /** Asks every neighbour that serves the peer and has room. */
  void refill(Peer taker) {
    for (int place = 0; place < taker.links.size() && !taker.isWhole(); place++) {
      fill(taker, place);
    }
  }

  /** Asks one neighbour for one piece more, if there is one to ask for. */
  private void fill(Peer taker, int place) {
    if (taker.isWhole() || taker.links.wanted[place] == 0 || taker.links.open[place] >= WINDOW) {
      return;
    }
    Peer sender = other(taker, place);
    int there = taker.links.back[place];
    if (!sender.links.isServed(there) || sender.links.asked[there] != Links.NONE) {
      return;
    }
    Bitfield seen = seenBy(taker, sender);
    Puller puller = Puller.of(sender.number, seen);
    List<Block> blocks = taker.picker().pick(puller, 1, floor.instant());
    int freed = Links.NONE;
    if (blocks.isEmpty()) {
      freed = freeOneFrom(taker, place, sender, seen);
      if (freed == Links.NONE) {
        return;
      }
      blocks = taker.picker().pick(puller, 1, floor.instant());
    }
    sender.links.asked[there] = blocks.getFirst().piece();
    sender.waiting++;
    taker.links.open[place]++;
    floor.messages++;
    send(sender);
    if (freed != Links.NONE) {
      fill(taker, freed);
    }
  }

  /** Takes a request back that waits at a much slower neighbour; gives that one's place. */
  private int freeOneFrom(Peer taker, int place, Peer sender, Bitfield seen) {
    long here = sender.upNanos * (sender.waiting + 1);
    for (int k = 0; k < taker.links.size(); k++) {
      if (k == place || taker.links.open[k] == 0) {
        continue;
      }
      Peer slow = other(taker, k);
      int there = taker.links.back[k];
      int piece = slow.links.asked[there];
      if (piece != Links.NONE
          && seen.get(piece)
          && slow.upNanos * (slow.waiting + 1) > WORTH_MOVING * here) {
        withdraw(slow, there, piece);
        return k;
      }
    }
    return Links.NONE;
  }

  private void send(Peer sender) {
    if (sender.sending || sender.waiting == 0) {
      return;
    }
    Links links = sender.links;
    int place = sender.nextTurn;
    do {
      place = place + 1 >= links.size() ? 0 : place + 1;
    } while (links.asked[place] == Links.NONE);
    sender.nextTurn = place;
    int piece = links.asked[place];
    links.asked[place] = Links.NONE;
    sender.waiting--;
    sender.sending = true;
    Peer taker = other(sender, place);
    long sent = floor.now() + sender.upNanos;
    floor.agenda.at(sent, Floor.SENT, sender.number, 0, 0);
    floor.agenda.at(arrival(sender, taker, sent), Floor.CAME, sender.number, taker.number, piece);
    fill(taker, links.back[place]);
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
    int place = taker.links.placeOf(sender.number);
    if (place != Links.NONE) {
      taker.links.open[place]--;
      taker.links.taken[place]++;
      sender.links.given[taker.links.back[place]]++;
    }
    if (taker.has.get(piece)) {
      floor.duplicate += floor.plan.pieceLength();
      return;
    }
    taker.picker().received(block(piece), sender.number, floor.instant());
    taker.picker().verified(piece);
    floor.gained(taker.number, piece);
    announce(taker, piece);
    if (taker.has.isFull()) {
      taker.complete(floor.full, floor.seconds());
      onWhole.accept(taker);
    } else if (place != Links.NONE) {
      fill(taker, place);
    }
  }

  /** Tells the neighbours, and stops wanting the piece of those that have it. */
  private void announce(Peer teller, int piece) {
    Links links = teller.links;
    boolean showing = floor.rules.superSeeding();
    for (int place = 0; place < links.size(); place++) {
      // One look at the wide table of bits spares most neighbours' own memory.
      boolean known =
          showing
              ? seenBy(teller, other(teller, place)).get(piece)
              : floor.has(links.other[place], piece);
      if (known) {
        if (--links.wanted[place] == 0) {
          settleInterest(other(teller, place), links.back[place]);
        }
      } else {
        tell(teller, place, piece);
      }
      if (showing) {
        heardBySuperSeeder(other(teller, place), links.back[place], piece);
      }
    }
    floor.messages += links.size();
  }

  private void tell(Peer teller, int place, int piece) {
    Links links = teller.links;
    Peer hearer = other(teller, place);
    if (hearer.isWhole()) {
      return;
    }
    int there = links.back[place];
    hearer.picker().gained(piece);
    if (++hearer.links.wanted[there] == 1) {
      settleInterest(teller, place);
    }
    // Looking at our own side first spares the memory of those we do not serve.
    if (links.isServed(place) && links.asked[place] == Links.NONE) {
      fill(hearer, there);
    }
  }

  /** Whether the neighbour at this place wants pieces of the peer may have changed. */
  void settleInterest(Peer peer, int place) {
    Peer other = other(peer, place);
    if (peer.shown != null && peer.shown.to(other.number).isEmpty()) {
      show(peer, peer.shown, place);
      return;
    }
    boolean wants = !other.isWhole() && other.links.wanted[peer.links.back[place]] > 0;
    if (slots.interested(peer, place, wants) && wants) {
      slots.fill(peer).ifPresent(decision -> perform(peer, decision));
    }
  }

  private void heardBySuperSeeder(Peer seeder, int teller, int piece) {
    Shown shown = seeder.shown;
    if (shown == null) {
      return;
    }
    boolean alone = true;
    for (int place = 0; place < seeder.links.size(); place++) {
      Peer other = other(seeder, place);
      if (place != teller && !other.isWhole()) {
        alone &= other.has.get(piece);
        if (shown.isLast(other.number, piece)) {
          show(seeder, shown, place);
        }
      }
    }
    if (alone && shown.isLast(seeder.links.other[teller], piece)) {
      show(seeder, shown, teller);
    }
  }

  private void show(Peer seeder, Shown shown, int place) {
    Peer viewer = other(seeder, place);
    if (viewer.isWhole()) {
      return;
    }
    int piece = shown.next(viewer.number, viewer.has);
    if (piece >= 0) {
      int there = seeder.links.back[place];
      viewer.picker().gained(piece);
      if (++viewer.links.wanted[there] == 1) {
        settleInterest(seeder, place);
      }
      fill(viewer, there);
    }
  }

  private Peer other(Peer peer, int place) {
    return floor.peers[peer.links.other[place]];
  }

  private Block block(int piece) {
    return floor.rules.geometry().block(piece, 0);
  }
}
