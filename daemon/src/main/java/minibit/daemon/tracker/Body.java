package minibit.daemon.tracker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body, within bounds of size and time. */
final class Body {
  /** A list of 65,536 blocks, and some room. */
  static final int MAX = 512 << 10;

  /** A body comes in one packet or a few; who takes longer wants our threads, not an answer. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Body() {}

  /** The body is longer than {@link #MAX}. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The body took too long. */
  static final class TooSlow extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Waits for the body; to be called on a virtual thread. */
  static byte[] read(Request request) throws IOException {
    if (request.getLength() > MAX) {
      throw new TooLarge();
    }
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = Content.Source.asInputStream(request)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        body.write(buffer, 0, n);
        if (body.size() > MAX) {
          throw new TooLarge();
        }
        if (System.nanoTime() - start > LIMIT.toNanos()) {
          throw new TooSlow();
        }
      }
    }
    return body.toByteArray();
  }
}
