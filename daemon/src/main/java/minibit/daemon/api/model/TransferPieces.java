package minibit.daemon.api.model;

import java.util.List;

/**
 * Which pieces of a transfer are here, and how common all of them are.
 *
 * @param pieces of the torrent; 0 until known
 * @param pieceLength of each but the last, bytes; 0 until known
 * @param have a bit a piece, the first piece in the highest bit of the first byte, Base64; empty
 *     while it is not known
 * @param availability for each of equal runs of pieces, at most {@link #MAX_RUNS}: how many
 *     connected peers have the least common piece of the run; empty while nothing runs
 * @param active pieces that are under way
 */
public record TransferPieces(
    int pieces, long pieceLength, String have, List<Integer> availability, List<Integer> active) {
  /** Most runs: as many as a picture has columns. */
  public static final int MAX_RUNS = 2_048;

  /** Keeps copies. */
  public TransferPieces {
    availability = List.copyOf(availability);
    active = List.copyOf(active);
  }
}
