package minibit.sim.world;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;

/**
 * A host's disk and the engine's assembling of pieces: no bytes, only which came and whether good.
 */
final class PieceStore {
  private final Geometry geometry;
  private final Bitfield verified;
  private final Map<Integer, Running> running = new LinkedHashMap<>();

  /** A piece of which blocks came. */
  static final class Running {
    private final BitSet blocks = new BitSet();
    private boolean corrupt;

    /** Whether one of its blocks was. */
    boolean isCorrupt() {
      return corrupt;
    }
  }

  PieceStore(Geometry geometry, boolean complete) {
    this.geometry = geometry;
    this.verified = complete ? Bitfield.full(geometry.pieces()) : new Bitfield(geometry.pieces());
  }

  Bitfield verified() {
    return verified;
  }

  /** Whether this block is here already. */
  boolean has(Block block) {
    if (verified.get(block.piece())) {
      return true;
    }
    Running piece = running.get(block.piece());
    return piece != null && piece.blocks.get(block.index());
  }

  /** Takes a first copy in. */
  void take(Block block, boolean corrupt) {
    Running piece = running.computeIfAbsent(block.piece(), _ -> new Running());
    piece.blocks.set(block.index());
    piece.corrupt |= corrupt;
  }

  /** The piece's blocks, if all of them are here and no verdict is. */
  Optional<Running> whole(int piece) {
    Running found = running.get(piece);
    return found != null && found.blocks.cardinality() == geometry.blocks(piece)
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Whether these very blocks are still the ones kept: they may have been dropped meanwhile. */
  boolean isCurrent(int piece, Running blocks) {
    return running.get(piece) == blocks;
  }

  /** The piece is good. */
  void verify(int piece) {
    running.remove(piece);
    verified.set(piece);
  }

  /** Drops what came of a piece. */
  void forget(int piece) {
    running.remove(piece);
  }
}
