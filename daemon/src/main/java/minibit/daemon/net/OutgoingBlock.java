package minibit.daemon.net;

import java.nio.ByteBuffer;
import minibit.core.piece.Block;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;

/** A block on its way to a peer: header, payload, and the buffer that holds the payload. */
final class OutgoingBlock {
  private final ByteBuffer header;
  private final ByteBuffer payload;
  private final BufferPool.Lease lease;
  private final Block block;

  /** A block whose payload is this slice of a lease, one hold of which is ours to release. */
  OutgoingBlock(Block block, ByteBuffer payload, BufferPool.Lease lease) {
    this.block = block;
    this.payload = payload;
    this.lease = lease;
    this.header = MessageEncoder.encode(new PeerMessage.Piece(block));
  }

  Block block() {
    return block;
  }

  ByteBuffer header() {
    return header;
  }

  ByteBuffer payload() {
    return payload;
  }

  boolean isSent() {
    return !payload.hasRemaining();
  }

  boolean isBegun() {
    return header.position() > 0;
  }

  void release() {
    lease.release();
  }
}
