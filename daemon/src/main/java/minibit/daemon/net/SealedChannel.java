package minibit.daemon.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import minibit.core.mse.StreamCipher;

/**
 * A socket behind a cipher. What is written is copied and the copy encrypted: blocks on their way
 * to a peer lie in buffers that others read too. What the socket does not take at once is kept, at
 * most one scratch buffer. On the connection's loop.
 */
final class SealedChannel implements GatheringByteChannel {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final GatheringByteChannel socket;
  private final StreamCipher cipher;
  private final byte[] scratch;
  private ByteBuffer rest;
  private long taken;

  /**
   * Begins to encrypt.
   *
   * @param before bytes that go out first, as they are
   * @param scratch of the loop, used during calls only
   */
  SealedChannel(
      GatheringByteChannel socket, StreamCipher cipher, ByteBuffer before, byte[] scratch) {
    this.socket = socket;
    this.cipher = cipher;
    this.rest = before;
    this.scratch = scratch;
  }

  /** Whether bytes wait that can no longer be taken back. */
  boolean hasRest() {
    return rest.hasRemaining();
  }

  /** Bytes that the socket took. */
  long taken() {
    return taken;
  }

  /** Gives the socket what waits; whether it took all of it. */
  boolean flush() throws IOException {
    if (rest.hasRemaining()) {
      taken += socket.write(rest);
      if (rest.hasRemaining()) {
        return false;
      }
      rest = NOTHING;
    }
    return true;
  }

  /** Takes bytes while the socket does, and one scratch buffer more; says how many it took. */
  @Override
  public long write(ByteBuffer[] sources) throws IOException {
    return write(sources, 0, sources.length);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) write(new ByteBuffer[] {source});
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long consumed = 0;
    int next = offset;
    int end = offset + length;
    while (next < end && flush()) {
      int filled = 0;
      while (next < end && filled < scratch.length) {
        ByteBuffer source = sources[next];
        int part = Math.min(source.remaining(), scratch.length - filled);
        source.get(scratch, filled, part);
        filled += part;
        next += source.hasRemaining() ? 0 : 1;
      }
      cipher.apply(scratch, 0, filled);
      consumed += filled;
      send(filled);
    }
    return consumed;
  }

  private void send(int filled) throws IOException {
    ByteBuffer sealed = ByteBuffer.wrap(scratch, 0, filled);
    taken += socket.write(sealed);
    if (sealed.hasRemaining()) {
      rest = ByteBuffer.allocate(sealed.remaining()).put(sealed).flip();
    }
  }

  /** Drops what waits. */
  void clear() {
    rest = NOTHING;
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
