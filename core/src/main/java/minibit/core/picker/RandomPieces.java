package minibit.core.picker;

import java.util.random.RandomGenerator;
import minibit.core.piece.Bitfield;

/** Any piece of the peer's highest priority, each as likely. */
record RandomPieces(Rarity rarity, RandomGenerator random) implements PieceOrder {
  @Override
  public int choose(Puller peer) {
    Bitfield pickable = rarity.pickable();
    int best = -1;
    int ties = 0;
    for (int piece = pickable.nextCommon(peer.has(), 0);
        piece >= 0;
        piece = pickable.nextCommon(peer.has(), piece + 1)) {
      int order = best < 0 ? 1 : Integer.compare(rarity.priority(piece), rarity.priority(best));
      if (order > 0) {
        best = piece;
        ties = 1;
      } else if (order == 0 && random.nextInt(++ties) == 0) {
        best = piece;
      }
    }
    return best;
  }
}
