package minibit.daemon.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Reads a request's body, within bounds of size and time. */
public final class Body {
  /** A body comes in one packet or a few; who takes longer wants our threads, not an answer. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Body() {}

  /** The body is longer than allowed. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The body took too long. */
  public static final class TooSlow extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Waits for the body; to be called on a virtual thread. After a failure the connection is of no
   * more use: what is left of the body would be read as the next request.
   *
   * @param most bytes it may have
   */
  public static byte[] read(Request request, int most) throws IOException {
    if (request.getLength() > most) {
      throw new TooLarge();
    }
    long end = System.nanoTime() + LIMIT.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Content.Chunk chunk = request.read();
      if (System.nanoTime() - end > 0) {
        release(chunk);
        throw new TooSlow();
      }
      if (chunk == null) {
        awaitMore(request, end);
      } else if (take(chunk, body, most)) {
        return body.toByteArray();
      }
    }
  }

  private static void awaitMore(Request request, long end) throws IOException {
    CountDownLatch more = new CountDownLatch(1);
    request.demand(more::countDown);
    try {
      if (!more.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new TooSlow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a body came");
    }
  }

  /** Whether that was the last of it. */
  private static boolean take(Content.Chunk chunk, ByteArrayOutputStream body, int most)
      throws IOException {
    if (Content.Chunk.isFailure(chunk)) {
      throw chunk.getFailure() instanceof IOException io ? io : new IOException(chunk.getFailure());
    }
    try {
      ByteBuffer bytes = chunk.getByteBuffer();
      if (body.size() + bytes.remaining() > most) {
        throw new TooLarge();
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      body.writeBytes(copy);
      return chunk.isLast();
    } finally {
      release(chunk);
    }
  }

  private static void release(Content.@Nullable Chunk chunk) {
    if (chunk != null) {
      chunk.release();
    }
  }
}
