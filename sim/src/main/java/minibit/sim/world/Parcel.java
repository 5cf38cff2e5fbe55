package minibit.sim.world;

import java.util.ArrayList;
import java.util.List;
import minibit.core.piece.Block;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;

/** A block on its way. Messages that must not overtake it ride behind it. */
final class Parcel {
  final Channel from;
  final long sequence;
  final Block block;
  final boolean corrupt;
  final List<PeerMessage> riders = new ArrayList<>(0);

  Parcel(Channel from, long sequence, Block block, boolean corrupt) {
    this.from = from;
    this.sequence = sequence;
    this.block = block;
    this.corrupt = corrupt;
  }

  /** Bytes on the wire. */
  int size() {
    return MessageEncoder.PIECE_HEADER + block.length();
  }
}
