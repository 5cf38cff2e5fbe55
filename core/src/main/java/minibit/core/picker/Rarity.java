package minibit.core.picker;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import minibit.core.piece.Bitfield;
import minibit.core.piece.PieceTable;
import org.jspecify.annotations.Nullable;

/**
 * How many peers have each piece, and the pieces to begin sorted by that. Seeders are counted
 * apart: one joins in O(1). The arrays live only while a peer is there, so an idle torrent is
 * small.
 */
final class Rarity {
  /** Priorities 0 to 7. */
  static final int LEVELS = 8;

  private static final int[] NO_PIECES = {};

  private final PieceTable table;
  private final RandomGenerator random;
  private final Bitfield needed;
  private final Bitfield pickable;
  private final Bitfield locked;
  private byte[] priorities;
  private int[] availability = NO_PIECES;
  private int[] position = NO_PIECES;
  private @Nullable RarityLadder[] ladders = new RarityLadder[LEVELS];
  private int seeders;
  private int others;

  Rarity(PieceTable table, RandomGenerator random) {
    int pieces = table.geometry().pieces();
    this.table = table;
    this.random = random;
    this.needed = new Bitfield(pieces);
    this.pickable = new Bitfield(pieces);
    this.locked = new Bitfield(pieces);
    this.priorities = new byte[0];
  }

  Bitfield needed() {
    return needed;
  }

  /** Pieces that may be begun. */
  Bitfield pickable() {
    return pickable;
  }

  boolean isNeeded(int piece) {
    return needed.get(piece);
  }

  boolean isPickable(int piece) {
    return pickable.get(piece);
  }

  int priority(int piece) {
    return priorities.length == 0 ? 0 : priorities[piece];
  }

  int availability(int piece) {
    return seeders + (availability.length == 0 ? 0 : availability[piece]);
  }

  int seeders() {
    return seeders;
  }

  /** The pieces to begin of one priority, if peers are there. */
  @Nullable RarityLadder ladder(int level) {
    return ladders[level];
  }

  /** Whether a piece is to begin that somebody has. */
  boolean anyToBegin() {
    if (seeders > 0) {
      return !pickable.isEmpty();
    }
    for (RarityLadder ladder : ladders) {
      if (ladder != null && ladder.size() > ladder.size(0)) {
        return true;
      }
    }
    return false;
  }

  void want(byte[] wanted) {
    priorities = wanted.clone();
    for (int piece = 0; piece < priorities.length; piece++) {
      boolean need = priorities[piece] > 0 && !table.isVerified(piece);
      if (need) {
        needed.set(piece);
      } else {
        needed.clear(piece);
      }
      if (need && table.isMissing(piece) && !locked.get(piece)) {
        pickable.set(piece);
      } else {
        pickable.clear(piece);
      }
    }
    if (availability.length > 0) {
      build();
    }
  }

  void unlock(int piece, boolean verifiable) {
    if (verifiable) {
      locked.clear(piece);
      missing(piece);
    } else {
      locked.set(piece);
      begun(piece);
    }
  }

  void join(Bitfield has) {
    wake();
    if (isSeeder(has)) {
      seeders++;
      return;
    }
    others++;
    for (int piece = has.next(0); piece >= 0; piece = has.next(piece + 1)) {
      gained(piece);
    }
  }

  void leave(Bitfield has, boolean joinedAsSeeder) {
    if (joinedAsSeeder) {
      seeders--;
    } else {
      others--;
      for (int piece = has.next(0); piece >= 0; piece = has.next(piece + 1)) {
        lost(piece);
      }
    }
    if (seeders == 0 && others == 0) {
      availability = NO_PIECES;
      position = NO_PIECES;
      Arrays.fill(ladders, null);
    }
  }

  static boolean isSeeder(Bitfield has) {
    return has.isFull();
  }

  void gained(int piece) {
    RarityLadder ladder = ladderOf(piece);
    if (ladder != null) {
      ladder.raise(piece);
    }
    availability[piece]++;
  }

  void lost(int piece) {
    RarityLadder ladder = ladderOf(piece);
    if (ladder != null) {
      ladder.lower(piece);
    }
    availability[piece]--;
  }

  /** The piece is not to begin any more. */
  void begun(int piece) {
    RarityLadder ladder = ladderOf(piece);
    if (ladder != null) {
      ladder.remove(piece);
    }
    pickable.clear(piece);
  }

  /** The piece is to begin, if it is wanted and can be verified. */
  void missing(int piece) {
    if (!needed.get(piece) || locked.get(piece) || !table.isMissing(piece)) {
      return;
    }
    if (pickable.set(piece) && availability.length > 0) {
      ladderFor(priorities[piece]).add(piece);
    }
  }

  void verified(int piece) {
    needed.clear(piece);
  }

  void failed(int piece) {
    if (priority(piece) > 0) {
      needed.set(piece);
    }
    missing(piece);
  }

  private @Nullable RarityLadder ladderOf(int piece) {
    return availability.length > 0 && pickable.get(piece) ? ladders[priorities[piece]] : null;
  }

  private RarityLadder ladderFor(int level) {
    RarityLadder ladder = ladders[level];
    if (ladder == null) {
      ladder = new RarityLadder(position, availability);
      ladders[level] = ladder;
    }
    return ladder;
  }

  private void wake() {
    if (availability.length == 0) {
      availability = new int[table.geometry().pieces()];
      position = new int[table.geometry().pieces()];
      build();
    }
  }

  /** Puts every piece to begin on its ladder, in an order of chance: neighbours tie fairly. */
  private void build() {
    Arrays.fill(ladders, null);
    int[] pieces = new int[pickable.count()];
    int count = 0;
    for (int piece = pickable.next(0); piece >= 0; piece = pickable.next(piece + 1)) {
      int place = random.nextInt(count + 1);
      pieces[count] = pieces[place];
      pieces[place] = piece;
      count++;
    }
    for (int piece : pieces) {
      ladderFor(priorities[piece]).add(piece);
    }
  }
}
