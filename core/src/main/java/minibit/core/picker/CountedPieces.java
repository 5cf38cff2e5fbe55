package minibit.core.picker;

import java.util.random.RandomGenerator;
import minibit.core.piece.PieceTable;

/** The choice of {@link NewPieces} where a {@link Census} counts: one priority, no suggestions. */
final class CountedPieces implements PieceOrder {
  private final PieceTable table;
  private final Rarity rarity;
  private final Census census;
  private final PieceOrder first;

  CountedPieces(PieceTable table, Rarity rarity, Census census, RandomGenerator random) {
    this.table = table;
    this.rarity = rarity;
    this.census = census;
    this.first = new RandomPieces(rarity, random);
  }

  @Override
  public int choose(Puller peer) {
    return table.verified().isEmpty()
        ? first.choose(peer)
        : census.rarest(rarity.pickable(), peer.has());
  }
}
