package minibit.core.wire;

import minibit.core.piece.Block;

/** What {@link MessageDecoder#next} found at the buffer's position. */
public sealed interface Decoded {
  /** A whole message; the buffer stands behind it. */
  record Message(PeerMessage message) implements Decoded {}

  /**
   * A whole {@code piece} message; the buffer stands behind it.
   *
   * @param position where the payload begins in the buffer: absolute, {@code block.length()} bytes
   */
  record Payload(Block block, int position) implements Decoded {}

  /**
   * The message is not all there; the buffer did not move.
   *
   * @param needed bytes the whole message takes from the buffer's position, as far as is known: at
   *     least the four of its length
   */
  record Incomplete(int needed) implements Decoded {}

  /** Bytes that end the connection. The decoder is of no further use. */
  record Fault(CloseReason reason) implements Decoded {}
}
