package minibit.core.swarm;

import java.util.ArrayList;
import java.util.List;
import minibit.core.picker.PiecePicker;
import minibit.core.piece.BegunPiece;

/**
 * How common the pieces of a swarm are, along the torrent, for a picture of it. Immutable.
 *
 * @param availability for each of equal runs of pieces, in order: how many connected peers have the
 *     least common piece of the run
 * @param begun pieces of which some blocks are asked for or came
 */
public record PieceMap(List<Integer> availability, List<Integer> begun) {
  /** Copies the lists. */
  public PieceMap {
    availability = List.copyOf(availability);
    begun = List.copyOf(begun);
  }

  /** The piece with which a run begins, of so many runs. */
  static int first(int run, int runs, int pieces) {
    return (int) ((long) run * pieces / runs);
  }

  static PieceMap of(SwarmState state, PiecePicker picker, int runs) {
    int pieces = state.pieces();
    int shown = Math.min(runs, pieces);
    List<Integer> availability = new ArrayList<>(shown);
    for (int run = 0; run < shown; run++) {
      int least = Integer.MAX_VALUE;
      int end = first(run + 1, shown, pieces);
      for (int piece = first(run, shown, pieces); piece < end; piece++) {
        least = Math.min(least, picker.availability(piece));
      }
      availability.add(least);
    }
    return new PieceMap(availability, state.table.begun().stream().map(BegunPiece::piece).toList());
  }
}
