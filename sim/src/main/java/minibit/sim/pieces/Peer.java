package minibit.sim.pieces;

import java.util.SplittableRandom;
import minibit.core.choker.ChokeStrategy;
import minibit.core.picker.Census;
import minibit.core.picker.Pace;
import minibit.core.picker.PickRule;
import minibit.core.picker.PiecePicker;
import minibit.core.piece.Bitfield;
import minibit.core.piece.PieceTable;
import minibit.sim.plan.Guest;
import org.jspecify.annotations.Nullable;

/**
 * One peer: its pieces, its picker while it lacks some, its choker. Neighbours stand in {@link
 * Links}.
 */
final class Peer {
  /** Nobody is slow for long: what is asked for comes, or its sender leaves. */
  private static final Pace PACE =
      new Pace() {
        @Override
        public boolean keepsUp(long peer, long bytesLeft) {
          return true;
        }

        @Override
        public boolean isHopeless(long peer) {
          return false;
        }
      };

  final int number;
  final Guest guest;
  final long upNanos;
  final long downNanos;
  Bitfield has;
  boolean here;
  boolean gone;
  boolean sending;

  /** All who want something are served, until it has more, or knows or serves others. */
  boolean satisfied;

  long downFreeAt;
  int waiting;
  int served;
  int nextTurn;
  int listed = Links.NONE;
  double completedAt = -1;
  double roundAt;
  long given;
  long taken;
  @Nullable Shown shown;
  private @Nullable PiecePicker picker;
  private @Nullable ChokeStrategy choker;

  Peer(int number, Guest guest, Bitfield has, int pieceLength) {
    this.number = number;
    this.guest = guest;
    this.has = has;
    this.upNanos = nanos(pieceLength, guest.spec().up());
    this.downNanos = nanos(pieceLength, guest.spec().down());
  }

  private static long nanos(long bytes, long rate) {
    return Math.max(1, (long) (bytes * 1e9 / rate));
  }

  /** It comes: from now on it needs what decides. */
  void arrive(Rules rules, Counting counting, SplittableRandom random) {
    here = true;
    choker = rules.choker(guest, random.split());
    if (has.isFull()) {
      return;
    }
    PieceTable table = new PieceTable(rules.geometry(), has);
    has = table.verified();
    PickRule rule = rules.picker();
    Census census = new Counting.View(counting, this, random);
    PiecePicker made = new PiecePicker(table, PACE, random.split(), rule, census);
    made.want(rules.priorities(), false);
    picker = made;
  }

  /** It has everything: what chose its pieces is not needed any more. */
  void complete(Bitfield full, double now) {
    has = full;
    picker = null;
    completedAt = now;
  }

  /** It goes, and takes nothing along. */
  void leave() {
    here = false;
    gone = true;
    picker = null;
    choker = null;
  }

  boolean isWhole() {
    return picker == null;
  }

  PiecePicker picker() {
    if (picker == null) {
      throw new IllegalStateException("peer " + number + " picks nothing");
    }
    return picker;
  }

  ChokeStrategy choker() {
    if (choker == null) {
      throw new IllegalStateException("peer " + number + " is not here");
    }
    return choker;
  }
}
