package minibit.core.picker;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import minibit.core.piece.Bitfield;
import minibit.core.piece.PieceTable;
import org.jspecify.annotations.Nullable;

/** Which piece to begin next with a peer: highest priority, then rarest, then by chance. */
final class NewPieces implements PieceOrder {
  /**
   * Places of the ladder that are looked at before the peer's pieces are searched instead. Nearly
   * every peer has one of so many; for one that has few, the search of its bitfield is quicker.
   */
  private static final int PROBES = 64;

  private final PieceTable table;
  private final Rarity rarity;
  private final PickWatch watch;
  private final RandomGenerator random;
  private boolean sequential;

  NewPieces(PieceTable table, Rarity rarity, PickWatch watch, RandomGenerator random) {
    this.table = table;
    this.rarity = rarity;
    this.watch = watch;
    this.random = random;
  }

  void sequential(boolean inOrder) {
    sequential = inOrder;
  }

  boolean isSequential() {
    return sequential;
  }

  @Override
  public int choose(Puller peer) {
    if (rarity.pickable().nextCommon(peer.has(), 0) < 0) {
      return -1;
    }
    if (sequential) {
      return told(inOrder(peer.has()), peer, PickWatch.Why.SEQUENTIAL);
    }
    if (table.verified().isEmpty()) {
      int piece = anywhere(peer.has());
      if (piece >= 0) {
        return told(piece, peer, PickWatch.Why.RANDOM_FIRST);
      }
    }
    return told(rarest(peer.has()), peer, PickWatch.Why.RAREST);
  }

  /** A piece to begin that the peer suggests and that is as good as any other it has, or -1. */
  int suggested(Puller peer) {
    int rarest = rarity.pickable().nextCommon(peer.has(), 0) < 0 ? -1 : rarest(peer.has());
    if (rarest < 0) {
      return -1;
    }
    for (int piece : peer.suggested()) {
      if (rarity.isPickable(piece)
          && peer.has().get(piece)
          && rarity.priority(piece) == rarity.priority(rarest)
          && rarity.availability(piece) <= rarity.availability(rarest)) {
        return told(piece, peer, PickWatch.Why.SUGGESTED);
      }
    }
    return -1;
  }

  private int inOrder(Bitfield has) {
    Bitfield pickable = rarity.pickable();
    int best = -1;
    for (int piece = pickable.nextCommon(has, 0);
        piece >= 0;
        piece = pickable.nextCommon(has, piece + 1)) {
      if (best < 0 || rarity.priority(piece) > rarity.priority(best)) {
        best = piece;
      }
      if (rarity.priority(best) == Rarity.LEVELS - 1) {
        return best;
      }
    }
    return best;
  }

  /** Any piece of the highest priority, or -1 if the peer's are not found soon. */
  private int anywhere(Bitfield has) {
    RarityLadder ladder = highest();
    if (ladder == null) {
      return -1;
    }
    int place = random.nextInt(ladder.size());
    int run = 0;
    while (place >= ladder.size(run)) {
      place -= ladder.size(run++);
    }
    return walk(ladder, run, place, PROBES, has);
  }

  private @Nullable RarityLadder highest() {
    for (int level = Rarity.LEVELS - 1; level > 0; level--) {
      RarityLadder ladder = rarity.ladder(level);
      if (ladder != null && ladder.size() > 0) {
        return ladder;
      }
    }
    return null;
  }

  private int rarest(Bitfield has) {
    RarityLadder ladder = highest();
    if (ladder != null) {
      int probes = PROBES;
      for (int run = 0; run <= ladder.highest() && probes > 0; run++) {
        int length = ladder.size(run);
        // What only seeders have stands in run 0, and without seeders nobody has it.
        if (length == 0 || run == 0 && rarity.seeders() == 0) {
          continue;
        }
        int piece = walk(ladder, run, random.nextInt(length), probes, has);
        if (piece >= 0) {
          return piece;
        }
        probes -= length;
      }
    }
    return search(has);
  }

  /** Looks at up to {@code probes} places of a run from this one on, round and round. */
  private static int walk(RarityLadder ladder, int run, int from, int probes, Bitfield has) {
    int length = ladder.size(run);
    int place = from;
    for (int step = 0; step < Math.min(length, probes); step++) {
      int piece = ladder.at(run, place);
      if (has.get(piece)) {
        return piece;
      }
      if (++place == length) {
        place = 0;
      }
    }
    return -1;
  }

  /** The best of all pieces the peer has, ties by chance. */
  private int search(Bitfield has) {
    Bitfield pickable = rarity.pickable();
    int best = -1;
    int ties = 0;
    for (int piece = pickable.nextCommon(has, 0);
        piece >= 0;
        piece = pickable.nextCommon(has, piece + 1)) {
      int order = best < 0 ? 1 : compare(piece, best);
      if (order > 0) {
        best = piece;
        ties = 1;
      } else if (order == 0 && random.nextInt(++ties) == 0) {
        best = piece;
      }
    }
    return best;
  }

  /** Above 0 if the first is the better choice. */
  private int compare(int piece, int other) {
    int byPriority = Integer.compare(rarity.priority(piece), rarity.priority(other));
    return byPriority != 0
        ? byPriority
        : Integer.compare(rarity.availability(other), rarity.availability(piece));
  }

  private int told(int piece, Puller peer, PickWatch.Why why) {
    if (watch.wantsPicks() && piece >= 0) {
      int ties =
          switch (why) {
            // The order decides, and no two pieces have one place in it.
            case SEQUENTIAL -> 1;
            case RANDOM_FIRST -> ties(piece, peer.has(), Comparator.comparingInt(rarity::priority));
            case RAREST, SUGGESTED, ALLOWED_FAST, BEGUN, ENDGAME ->
                ties(piece, peer.has(), this::compare);
          };
      watch.picked(piece, peer.number(), why, rarity.availability(piece), ties);
    }
    return piece;
  }

  private int ties(int chosen, Bitfield has, Comparator<Integer> order) {
    Bitfield pickable = rarity.pickable();
    int ties = 0;
    for (int piece = pickable.nextCommon(has, 0);
        piece >= 0;
        piece = pickable.nextCommon(has, piece + 1)) {
      if (order.compare(piece, chosen) == 0) {
        ties++;
      }
    }
    return ties;
  }
}
