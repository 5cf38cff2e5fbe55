package minibit.daemon.fetch.model;

import java.util.Optional;
import minibit.core.piece.Bitfield;
import minibit.core.swarm.PieceMap;

/**
 * The pieces of a transfer.
 *
 * @param number of them; 0 until known
 * @param length of each but the last, bytes; 0 until known
 * @param have the verified ones, as far as is known now; empty until it is
 * @param map how common they are, while a swarm runs
 */
public record PiecesView(
    int number, long length, Optional<Bitfield> have, Optional<PieceMap> map) {}
