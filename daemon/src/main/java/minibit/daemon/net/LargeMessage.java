package minibit.daemon.net;

import java.nio.ByteBuffer;

/**
 * A message that is put together on its own while its bytes come. It takes twice the memory of what
 * came, and {@link #LEAST} at least: a length that is announced costs nothing. One owner.
 */
final class LargeMessage {
  /** What the first read of it may bring. */
  static final int LEAST = 64 * 1024;

  private final int length;
  private ByteBuffer bytes;

  /**
   * A message of which something came.
   *
   * @param length of all of it
   * @param beginning what came, shorter than that; taken
   */
  LargeMessage(int length, ByteBuffer beginning) {
    this.length = length;
    this.bytes = ByteBuffer.allocate(Math.min(length, Math.max(LEAST, 2 * beginning.remaining())));
    bytes.put(beginning);
  }

  /** Where the next bytes go: room for some, and for no more than so many. */
  ByteBuffer room(int most) {
    if (bytes.position() == bytes.capacity()) {
      int larger = (int) Math.min(length, 2L * bytes.capacity());
      bytes = ByteBuffer.allocate(larger).put(bytes.flip());
    }
    return bytes.limit((int) Math.min(bytes.capacity(), (long) bytes.position() + most));
  }

  /** Whether every byte came. */
  boolean isWhole() {
    return bytes.position() == length;
  }

  /** All of it, to be read. */
  ByteBuffer whole() {
    return bytes.flip();
  }

  /** Bytes of memory it takes. */
  int size() {
    return bytes.capacity();
  }
}
