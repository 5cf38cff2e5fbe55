package minibit.daemon.net;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.GatheringByteChannel;

/**
 * What carries the bytes of one connection: TCP or uTP. It never waits, and tells its taker when it
 * could go on. On the connection's loop.
 */
public interface PeerStream extends GatheringByteChannel, ByteChannel {
  /** Whom a stream tells what it is ready for. */
  interface Taker {
    /** Bytes or the end can be read, or bytes written; or a dial was answered. */
    void ready(boolean readable, boolean writable) throws IOException;

    /** It is broken. */
    void failed(Throwable fault);
  }

  /**
   * Dials, if it is to dial, and tells the taker from now on; whether a dial was answered at once.
   */
  boolean begin(Loop loop, Taker taker) throws IOException;

  /** Whether the dial was answered; a fault if it will never be. */
  boolean finishConnect() throws IOException;

  /** What the taker is to be told of; before a dial was answered it is told of the answer. */
  void interest(boolean read, boolean write);

  /** Whether it goes over uTP. */
  boolean isUtp();
}
