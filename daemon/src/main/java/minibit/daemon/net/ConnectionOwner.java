package minibit.daemon.net;

import java.nio.ByteBuffer;
import minibit.core.piece.Block;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;

/** What becomes of what a connection brings. Called on its loop. */
public interface ConnectionOwner {
  /** A dialled peer answered: send a handshake. */
  void connected(PeerConnection connection);

  /**
   * Their handshake came: {@link PeerConnection#live}, {@link PeerConnection#close}, or {@link
   * PeerConnection#hold} until one of them.
   */
  void handshaken(PeerConnection connection, Handshake theirs);

  /** Whether more may be read now; if not, {@code readOn} is run once it may be, by any thread. */
  boolean hasRoom(PeerConnection connection, Runnable readOn);

  /** A message came that is no block. */
  void message(PeerConnection connection, PeerMessage message);

  /**
   * A block came.
   *
   * @param payload a slice of the lease's buffer: who keeps it retains the lease
   */
  void block(PeerConnection connection, Block block, ByteBuffer payload, BufferPool.Lease lease);

  /** All that came at one time was told. */
  void turnEnded(PeerConnection connection);

  /** A block is about to be sent. */
  void sending(PeerConnection connection, Block block);

  /** There is room for more blocks to send. */
  void drained(PeerConnection connection);

  /** Time passed: 50 ms or more. */
  void tick(PeerConnection connection, long nanos);

  /** It is over. Told once. */
  void closed(PeerConnection connection, CloseReason reason);
}
