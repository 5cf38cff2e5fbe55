package minibit.daemon.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

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
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = Content.Source.asInputStream(request)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        body.write(buffer, 0, n);
        if (body.size() > most) {
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
