package minibit.core.picker;

import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import minibit.core.piece.Bitfield;

/**
 * The rarest of the first missing pieces, as far as a window reaches that moves with the first gap;
 * if the peer has none of them, the rarest of all that it has. Reading may begin early, and
 * neighbours still have different pieces to trade (after BiToS, Vlavianos et al., 2006).
 */
final class WindowPieces implements PieceOrder {
  /** The window is this part of the torrent: a few per cent, as players buffer. */
  private static final int SHARE = 20;

  /** The least pieces in it: with fewer, neighbours would want the same ones. */
  private static final int LEAST = 8;

  private final Rarity rarity;
  private final IntUnaryOperator availability;
  private final PieceOrder beyond;
  private final RandomGenerator random;

  WindowPieces(
      Rarity rarity, IntUnaryOperator availability, PieceOrder beyond, RandomGenerator random) {
    this.rarity = rarity;
    this.availability = availability;
    this.beyond = beyond;
    this.random = random;
  }

  @Override
  public int choose(Puller peer) {
    Bitfield needed = rarity.needed();
    int left = Math.max(LEAST, needed.size() / SHARE);
    int best = -1;
    int fewest = 0;
    int ties = 0;
    for (int piece = needed.next(0); piece >= 0 && left > 0; piece = needed.next(piece + 1)) {
      left--;
      if (!rarity.isPickable(piece) || !peer.has().get(piece)) {
        continue;
      }
      int holders = availability.applyAsInt(piece);
      int rarer = best < 0 ? -1 : Integer.compare(holders, fewest);
      if (rarer < 0) {
        best = piece;
        fewest = holders;
        ties = 1;
      } else if (rarer == 0 && random.nextInt(++ties) == 0) {
        best = piece;
      }
    }
    return best >= 0 ? best : beyond.choose(peer);
  }
}
