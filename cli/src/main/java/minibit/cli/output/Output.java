package minibit.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The two streams of a command: data to stdout, everything said along the way to stderr.
 *
 * <p>On a terminal a few status lines (progress bars) may stand below what is printed; printing
 * takes them away and puts them back, so that log lines and bars never mix. Any thread.
 */
public final class Output {
  private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";

  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private final boolean json;
  private final boolean quiet;
  private final Locale locale;
  private List<String> status = List.of();

  /** An output whose streams are flushed by {@link #flush} and after each line of JSON. */
  public Output(
      PrintStream out,
      PrintStream err,
      Terminal terminal,
      boolean json,
      boolean quiet,
      Locale locale) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.json = json;
    this.quiet = quiet;
    this.locale = locale;
  }

  /** Whether results are wanted as JSON. */
  public boolean isJson() {
    return json;
  }

  /** Whether notes and progress are unwanted. */
  public boolean isQuiet() {
    return quiet;
  }

  /** Where the streams lead. */
  public Terminal terminal() {
    return terminal;
  }

  /** A line of the result, for people. */
  public synchronized void line(String text) {
    takeStatusAway();
    out.println(text);
    putStatusBack(true);
  }

  /** A value of the result as one line of JSON, flushed, so that a reader sees events at once. */
  public synchronized void json(Object value) {
    takeStatusAway();
    out.println(Json.line(value));
    out.flush();
    putStatusBack(false);
  }

  /** Something said along the way: stderr, not with {@code -q}. */
  public void note(String text) {
    if (!quiet) {
      error(text);
    }
  }

  /** What must be said even with {@code -q}: stderr. */
  public synchronized void error(String text) {
    takeStatusAway();
    out.flush();
    err.println(text);
    err.flush();
    putStatusBack(false);
  }

  /** Replaces the status lines; only on a terminal, and not with {@code -q}. */
  public synchronized void status(List<String> lines) {
    if (!terminal.err() || quiet) {
      return;
    }
    takeStatusAway();
    status = List.copyOf(lines);
    putStatusBack(false);
  }

  private void takeStatusAway() {
    if (!status.isEmpty()) {
      err.print(UP_AND_CLEAR.repeat(status.size()));
      // Both streams lead to one terminal: what stdout prints next must not be what is cleared.
      err.flush();
    }
  }

  private void putStatusBack(boolean stdoutFirst) {
    if (status.isEmpty()) {
      return;
    }
    if (stdoutFirst) {
      out.flush();
    }
    for (String line : status) {
      err.println(clip(line));
    }
    err.flush();
  }

  /** A longer line would wrap, and then could not be taken away again. */
  private String clip(String line) {
    return Width.cutColoured(line, terminal.columns() - 1);
  }

  /** Sends everything on its way. */
  public synchronized void flush() {
    out.flush();
    err.flush();
  }

  /** The user's way of writing numbers. */
  public Locale locale() {
    return locale;
  }

  /** {@code 1.5 MiB}, in the user's way of writing numbers. */
  public String bytes(long bytes) {
    return Human.bytes(bytes, locale);
  }

  /** {@code 1.5 MiB/s}. */
  public String rate(double bytesPerSecond) {
    return Human.rate(bytesPerSecond, locale);
  }

  /** {@code 2.5}: seconds, one digit after the point. */
  public String seconds(Duration time) {
    return String.format(locale, "%.1f", time.toMillis() / 1000.0);
  }

  /** {@code 42.3 %}. */
  public String percent(long done, long total) {
    return Human.percent(done, total, locale);
  }

  /** The text in its colour if stdout is a terminal that wants colours. */
  public String styled(Style style, String text) {
    return terminal.colourOut() ? style.paint(text) : text;
  }

  /** The same for what is said along the way, on stderr. */
  public String styledNote(Style style, String text) {
    return terminal.colourErr() ? style.paint(text) : text;
  }

  /** A name that came from elsewhere, safe to print. */
  public String name(String remote) {
    return Printable.of(remote);
  }
}
