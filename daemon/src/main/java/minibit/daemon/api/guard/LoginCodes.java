package minibit.daemon.api.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Codes that each open one session, once and soon: what a command prints, a browser redeems. Any
 * thread.
 */
public final class LoginCodes {
  /** Long enough to copy a line from one window to another. */
  static final Duration LIFE = Duration.ofMinutes(2);

  /** Open at a time; the oldest gives way, so a script that asks for many locks nobody out. */
  static final int MOST = 16;

  private final InstantSource clock;
  private final Map<String, Instant> open = new LinkedHashMap<>();

  /** None yet. */
  public LoginCodes(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A code.
   *
   * @param text to be redeemed
   * @param expires when it opens nothing any more
   */
  public record Code(String text, Instant expires) {
    /** Says nothing: codes end up in no log. */
    @Override
    public String toString() {
      return "Code";
    }
  }

  /** A new code. */
  public synchronized Code issue() {
    String text = Secrets.draw();
    Instant expires = clock.instant().plus(LIFE);
    open.put(Secrets.hash(text), expires);
    if (open.size() > MOST) {
      open.remove(open.keySet().iterator().next());
    }
    return new Code(text, expires);
  }

  /** Whether a text is an open code; it is none after this. */
  synchronized boolean redeem(String text) {
    Instant expires = open.remove(Secrets.hash(text));
    return expires != null && clock.instant().isBefore(expires);
  }
}
