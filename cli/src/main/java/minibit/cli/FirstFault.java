package minibit.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the first fault of a stream, which a {@link java.io.PrintStream} only says to have been
 * there. Any thread.
 */
final class FirstFault extends FilterOutputStream {
  private volatile @Nullable IOException first;

  FirstFault(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      if (first == null) {
        first = e;
      }
      throw e;
    }
  }

  /** Whether something was lost that somebody wanted: who closes a pipe early has enough. */
  boolean isFault() {
    return first != null && !reason().toLowerCase(Locale.ROOT).contains("pipe");
  }

  /** What the system said. */
  String reason() {
    IOException fault = first;
    return fault == null || fault.getMessage() == null ? "?" : fault.getMessage();
  }
}
