package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/**
 * Says what is wrong in the log: the same trouble at each new try is one line, and then rarely
 * another. One owner.
 */
final class Complaints {
  /** How soon what says the same as the last is said again. */
  private static final Duration REMINDER = Duration.ofMinutes(10);

  private final Logger log;
  private String last = "";
  private Instant said = Instant.MIN;

  Complaints(Logger log) {
    this.log = log;
  }

  void say(String words, Instant now) {
    if (words.equals(last) && said.plus(REMINDER).isAfter(now)) {
      log.debug("again: {}", words);
      return;
    }
    last = words;
    said = now;
    log.error("{}", words);
  }
}
