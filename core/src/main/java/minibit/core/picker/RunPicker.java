package minibit.core.picker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import minibit.core.piece.BegunPiece;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.PieceTable;

/**
 * Which blocks in a row to ask of a source that has everything and is best asked for much at once:
 * a web seed (BEP 19). Whole pieces from the beginning of the longest gap of the highest priority;
 * in order, if the reader wants that; the very first run from anywhere, so that what comes of it is
 * worth trading. Where there is no gap, the rest of a begun piece that nobody brings on; where all
 * is asked for, blocks of those that are late. One owner, with its {@link PiecePicker}.
 */
public final class RunPicker {
  private final PieceTable table;
  private final Rarity rarity;
  private final Pace pace;
  private final Bitfield solo;
  private final BooleanSupplier sequential;
  private final BooleanSupplier endgame;

  RunPicker(
      PieceTable table,
      Rarity rarity,
      Pace pace,
      Bitfield solo,
      BooleanSupplier sequential,
      BooleanSupplier endgame) {
    this.table = table;
    this.rarity = rarity;
    this.pace = pace;
    this.solo = solo;
    this.sequential = sequential;
    this.endgame = endgame;
  }

  /** Pieces in a row that may be begun. */
  private record Gap(int first, int pieces) {
    static final Gap NONE = new Gap(-1, 0);

    int end() {
      return first + pieces;
    }
  }

  /**
   * Chooses blocks that follow each other and notes them as open at this source; none if there is
   * nothing for it.
   *
   * @param source its number among the askers of blocks
   * @param alone whether it must share no piece with others
   * @param most bytes; a piece is begun whole, however long it is
   */
  public List<Block> pick(
      long source, boolean alone, long most, RandomGenerator random, Instant now) {
    boolean inOrder = sequential.getAsBoolean();
    Gap gap = gap(inOrder);
    int loose = loose(source, alone);
    if (gap.pieces() > 0 && !(inOrder && loose >= 0 && loose < gap.first())) {
      return begin(part(gap, most, inOrder, random), source, alone, now);
    }
    if (loose >= 0) {
      return rest(loose, source, alone);
    }
    return alone || !endgame.getAsBoolean() ? List.of() : late(source);
  }

  /** The longest gap of the highest priority, or the first one. */
  private Gap gap(boolean first) {
    Bitfield pickable = rarity.pickable();
    Gap best = Gap.NONE;
    int level = 0;
    int piece = pickable.next(0);
    while (piece >= 0) {
      int priority = rarity.priority(piece);
      int end = piece + 1;
      while (end < pickable.size() && pickable.get(end) && rarity.priority(end) == priority) {
        end++;
      }
      boolean longer = priority == level && !first && end - piece > best.pieces();
      if (priority > level || longer) {
        best = new Gap(piece, end - piece);
        level = priority;
      }
      piece = end < pickable.size() ? pickable.next(end) : -1;
    }
    return best;
  }

  /** As much of a gap as is wanted at once. */
  private Gap part(Gap gap, long most, boolean inOrder, RandomGenerator random) {
    boolean untouched = table.verified().isEmpty() && table.begun().isEmpty();
    int first = gap.first();
    if (untouched && !inOrder) {
      long wanted = Math.max(1, most / table.geometry().pieceLength());
      // What comes in one run anyway had better come from its beginning.
      if (wanted * 2 < gap.pieces()) {
        first += random.nextInt((int) (gap.pieces() - wanted));
      }
    }
    int end = first + 1;
    long bytes = table.geometry().pieceSize(first);
    while (end < gap.end() && bytes + table.geometry().pieceSize(end) <= most) {
      bytes += table.geometry().pieceSize(end);
      end++;
    }
    return new Gap(first, end - first);
  }

  private List<Block> begin(Gap run, long source, boolean alone, Instant now) {
    List<Block> blocks = new ArrayList<>();
    for (int piece = run.first(); piece < run.end(); piece++) {
      rarity.begun(piece);
      BegunPiece begun = table.begin(piece, source, now);
      if (alone) {
        solo.set(piece);
      }
      for (int index = 0; index < begun.blocks(); index++) {
        ask(piece, index, source, blocks);
      }
    }
    return blocks;
  }

  private void ask(int piece, int index, long source, List<Block> blocks) {
    table.ask(piece, index, source);
    blocks.add(table.geometry().block(piece, index));
  }

  /** The first begun piece with free blocks whose holder does not bring it on, or -1. */
  private int loose(long source, boolean alone) {
    int first = -1;
    for (BegunPiece begun : table.loose()) {
      int piece = begun.piece();
      boolean kept = begun.holder() != source && pace.keepsUp(begun.holder(), bytesLeft(begun));
      if (!kept && mayTake(begun, source, alone) && (first < 0 || piece < first)) {
        first = piece;
      }
    }
    return first;
  }

  private static long bytesLeft(BegunPiece begun) {
    return (long) (begun.blocks() - begun.received()) * Block.SIZE;
  }

  private boolean mayTake(BegunPiece begun, long source, boolean alone) {
    return rarity.isNeeded(begun.piece())
        && !((alone || solo.get(begun.piece())) && begun.isTouchedByOthers(source));
  }

  /** The first free blocks in a row of a begun piece. */
  private List<Block> rest(int piece, long source, boolean alone) {
    List<Block> blocks = new ArrayList<>();
    if (table.state(piece) instanceof PieceTable.Begun(BegunPiece begun)) {
      table.entrust(piece, source);
      if (alone) {
        solo.set(piece);
      }
      for (int index = begun.firstFree();
          index >= 0 && index < begun.blocks() && begun.isFree(index);
          index++) {
        ask(piece, index, source, blocks);
      }
    }
    return blocks;
  }

  /** The first blocks in a row that only those owe who do not bring them. */
  private List<Block> late(long source) {
    for (BegunPiece begun : table.begun()) {
      if (!rarity.isNeeded(begun.piece()) || solo.get(begun.piece())) {
        continue;
      }
      List<Block> blocks = new ArrayList<>();
      for (int index = 0; index < begun.blocks(); index++) {
        if (isLate(begun, index, source)) {
          ask(begun.piece(), index, source, blocks);
        } else if (!blocks.isEmpty()) {
          break;
        }
      }
      if (!blocks.isEmpty()) {
        return blocks;
      }
    }
    return List.of();
  }

  private boolean isLate(BegunPiece begun, int index, long source) {
    if (begun.isReceived(index) || begun.isAsked(index, source)) {
      return false;
    }
    long left = bytesLeft(begun);
    for (long asker : begun.askersOf(index)) {
      if (pace.keepsUp(asker, left)) {
        return false;
      }
    }
    return true;
  }
}
