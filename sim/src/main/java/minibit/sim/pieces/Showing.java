package minibit.sim.pieces;

/** What a super-seeder does when it hears that somebody has a piece (BEP 16). */
final class Showing {
  private final Floor floor;
  private final Links links;
  private final Trading trading;

  Showing(Floor floor, Trading trading) {
    this.floor = floor;
    this.links = floor.links;
    this.trading = trading;
  }

  /** A neighbour of the super-seeder, if it is one, has a piece more. */
  void heard(Peer teller, int piece) {
    Peer seeder = floor.peers[0];
    Shown shown = seeder.shown;
    int end = links.find(teller.number, seeder.number);
    if (shown == null || end == Links.NONE) {
      return;
    }
    int there = links.mirror(end);
    boolean alone = true;
    for (int k = Links.first(seeder.number); k < links.beyond(seeder.number); k++) {
      int other = links.other(k);
      if (k != there && !floor.having.isWhole(other)) {
        alone &= floor.having.has(other, piece);
        if (shown.isLast(other, piece)) {
          show(seeder, shown, k);
        }
      }
    }
    if (alone && shown.isLast(teller.number, piece)) {
      show(seeder, shown, there);
    }
  }

  /** Shows a neighbour the next piece, if there is one. */
  void show(Peer seeder, Shown shown, int end) {
    Peer viewer = floor.peers[links.other(end)];
    if (!viewer.isWhole() && shown.next(viewer.number, viewer.has) >= 0) {
      trading.settle(seeder, end);
    }
  }
}
