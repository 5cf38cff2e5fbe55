package minibit.daemon.api.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers that signed in. Kept in memory only: a daemon that starts anew knows none of them. Any
 * thread.
 */
final class Sessions {
  /** At a time; who was longest away gives way. One person has a browser or two. */
  static final int MOST = 64;

  /** Unused so long, a session ends: an open page asks every few seconds. */
  static final Duration IDLE = Duration.ofHours(24);

  /** However much used, a session ends. */
  static final Duration LIFE = Duration.ofDays(30);

  private final InstantSource clock;

  /** By the hash of the secret, the longest unused first. */
  private final Map<String, Times> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Times> eldest) {
          return size() > MOST;
        }
      };

  private record Times(Instant since, Instant used) {}

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /** Begins one; the answer is the secret that belongs into the cookie. */
  synchronized String open() {
    String secret = Secrets.draw();
    Instant now = clock.instant();
    open.put(Secrets.hash(secret), new Times(now, now));
    return secret;
  }

  /** The session of a secret, which counts as used now. */
  synchronized Optional<Caller.Page> find(String secret) {
    String key = Secrets.hash(secret);
    Times times = open.get(key);
    if (times == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!now.isBefore(times.used().plus(IDLE)) || !now.isBefore(times.since().plus(LIFE))) {
      open.remove(key);
      return Optional.empty();
    }
    open.put(key, new Times(times.since(), now));
    return Optional.of(new Caller.Page(key, times.since()));
  }

  /** Whether a session goes on; asking does not prolong it. */
  synchronized boolean isOpen(Caller.Page page) {
    return open.containsKey(page.session());
  }

  /** Ends one. */
  synchronized void close(Caller.Page page) {
    open.remove(page.session());
  }
}
