package minibit.daemon.net;

import java.nio.ByteBuffer;
import minibit.core.piece.Block;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.Nullable;

/** A block on its way to a peer: header, payload, and the buffer that holds the payload. */
final class OutgoingBlock {
  private final ByteBuffer header;
  private ByteBuffer payload;
  private BufferPool.@Nullable Lease lease;
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

  /** Keeps a copy of what is left instead of the buffer, which others may have. */
  void detach() {
    BufferPool.Lease held = lease;
    if (held != null) {
      payload = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
      lease = null;
      held.release();
    }
  }

  void release() {
    BufferPool.Lease held = lease;
    if (held != null) {
      lease = null;
      held.release();
    }
  }
}
