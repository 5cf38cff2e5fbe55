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
 * Which blocks in a row to ask of a source that has most and is best asked for much at once: a web
 * seed (BEP 19). Whole pieces from the beginning of the longest gap of the highest priority; in
 * order, if the reader wants that; the very first run from anywhere, so that what comes of it is
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

  /**
   * Who is asked.
   *
   * @param number its among the askers of blocks
   * @param alone whether it must share no piece with others
   * @param has the pieces it can give
   * @param onwards whether it is best asked in order, from {@code next} on
   * @param next the piece after those that it was asked for last
   */
  public record Source(long number, boolean alone, Bitfield has, boolean onwards, int next) {}

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
   * @param most bytes; a piece is begun whole, however long it is
   */
  public List<Block> pick(Source source, long most, RandomGenerator random, Instant now) {
    boolean inOrder = sequential.getAsBoolean();
    Gap gap = source.onwards() ? gapOnwards(source) : gap(source, inOrder, 0);
    int loose = loose(source);
    if (gap.pieces() > 0 && !(inOrder && loose >= 0 && loose < gap.first())) {
      return begin(part(gap, most, inOrder || source.onwards(), random), source, now);
    }
    if (loose >= 0) {
      return rest(loose, source);
    }
    return source.alone() || !endgame.getAsBoolean() ? List.of() : late(source);
  }

  /** Whether a source that is asked in order comes by something to begin, if it reads on. */
  public boolean leadsOn(Source source) {
    return gap(source, true, source.next()).pieces() > 0;
  }

  /** The first gap behind what it was asked for, or the first of all. */
  private Gap gapOnwards(Source source) {
    Gap behind = gap(source, true, source.next());
    return behind.pieces() > 0 || source.next() == 0 ? behind : gap(source, true, 0);
  }

  /** The longest gap of the highest priority, or the first one. */
  private Gap gap(Source source, boolean first, int from) {
    Bitfield pickable = rarity.pickable();
    Bitfield has = source.has();
    Gap best = Gap.NONE;
    int level = 0;
    int piece = from < pickable.size() ? pickable.next(from) : -1;
    while (piece >= 0) {
      int priority = rarity.priority(piece);
      int end = piece;
      while (end < pickable.size()
          && pickable.get(end)
          && has.get(end)
          && rarity.priority(end) == priority) {
        end++;
      }
      if (end == piece) {
        piece = piece + 1 < pickable.size() ? pickable.next(piece + 1) : -1;
        continue;
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

  private List<Block> begin(Gap run, Source source, Instant now) {
    List<Block> blocks = new ArrayList<>();
    for (int piece = run.first(); piece < run.end(); piece++) {
      rarity.begun(piece);
      BegunPiece begun = table.begin(piece, source.number(), now);
      if (source.alone()) {
        solo.set(piece);
      }
      for (int index = 0; index < begun.blocks(); index++) {
        ask(piece, index, source.number(), blocks);
      }
    }
    return blocks;
  }

  private void ask(int piece, int index, long source, List<Block> blocks) {
    table.ask(piece, index, source);
    blocks.add(table.geometry().block(piece, index));
  }

  /**
   * The first begun piece with free blocks whose holder does not bring it on, or -1; of a source
   * that is asked in order, rather one behind what it was asked for than one before.
   */
  private int loose(Source source) {
    int from = source.onwards() ? source.next() : 0;
    int first = -1;
    for (BegunPiece begun : table.loose()) {
      int piece = begun.piece();
      boolean kept =
          begun.holder() != source.number() && pace.keepsUp(begun.holder(), bytesLeft(begun));
      boolean sooner = first < 0 || isSooner(piece, first, from);
      if (!kept && sooner && mayTake(begun, source)) {
        first = piece;
      }
    }
    return first;
  }

  private static boolean isSooner(int piece, int than, int from) {
    boolean behind = piece >= from;
    return behind == than >= from ? piece < than : behind;
  }

  private static long bytesLeft(BegunPiece begun) {
    return (long) (begun.blocks() - begun.received()) * Block.SIZE;
  }

  private boolean mayTake(BegunPiece begun, Source source) {
    return rarity.isNeeded(begun.piece())
        && source.has().get(begun.piece())
        && !((source.alone() || solo.get(begun.piece()))
            && begun.isTouchedByOthers(source.number()));
  }

  /** The first free blocks in a row of a begun piece. */
  private List<Block> rest(int piece, Source source) {
    List<Block> blocks = new ArrayList<>();
    if (table.state(piece) instanceof PieceTable.Begun(BegunPiece begun)) {
      table.entrust(piece, source.number());
      if (source.alone()) {
        solo.set(piece);
      }
      for (int index = begun.firstFree();
          index >= 0 && index < begun.blocks() && begun.isFree(index);
          index++) {
        ask(piece, index, source.number(), blocks);
      }
    }
    return blocks;
  }

  /** The first blocks in a row that only those owe who do not bring them. */
  private List<Block> late(Source source) {
    for (BegunPiece begun : table.begun()) {
      if (!rarity.isNeeded(begun.piece())
          || !source.has().get(begun.piece())
          || solo.get(begun.piece())) {
        continue;
      }
      List<Block> blocks = new ArrayList<>();
      for (int index = 0; index < begun.blocks(); index++) {
        if (isLate(begun, index, source.number())) {
          ask(begun.piece(), index, source.number(), blocks);
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
