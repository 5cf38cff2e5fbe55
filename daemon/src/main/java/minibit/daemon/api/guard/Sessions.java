package minibit.daemon.api.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Browsers that signed in; with a file, a daemon that starts anew still knows them. Any thread. */
final class Sessions {
  /** At a time; who was longest away gives way. One person has a browser or two. */
  static final int MOST = 64;

  /** Unused so long, a session ends: an open page asks every few seconds. */
  static final Duration IDLE = Duration.ofHours(24);

  /** However much used, a session ends. */
  static final Duration LIFE = Duration.ofDays(30);

  /** Use is written down this often: one that ends hours too early would annoy, minutes do not. */
  private static final Duration NOTED = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final Optional<SessionFile> file;
  private Instant written;

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

  Sessions(InstantSource clock, Optional<SessionFile> file) {
    this.clock = clock;
    this.file = file;
    this.written = clock.instant();
    file.ifPresent(this::restore);
  }

  private void restore(SessionFile kept) {
    kept.read().stream()
        .sorted(Comparator.comparing(SessionFile.Session::used))
        .forEach(one -> open.put(one.hash(), new Times(one.since(), one.used())));
  }

  private void write() {
    written = clock.instant();
    file.ifPresent(
        kept ->
            kept.write(
                open.entrySet().stream()
                    .map(
                        one ->
                            new SessionFile.Session(
                                one.getKey(), one.getValue().since(), one.getValue().used()))
                    .toList()));
  }

  /** Begins one; the answer is the secret that belongs into the cookie. */
  synchronized String open() {
    String secret = Secrets.draw();
    Instant now = clock.instant();
    open.put(Secrets.hash(secret), new Times(now, now));
    write();
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
    if (!now.isBefore(written.plus(NOTED))) {
      write();
    }
    return Optional.of(new Caller.Page(key, times.since()));
  }

  /** Whether a session goes on; asking does not prolong it. */
  synchronized boolean isOpen(Caller.Page page) {
    return open.containsKey(page.session());
  }

  /** Ends one. */
  synchronized void close(Caller.Page page) {
    open.remove(page.session());
    write();
  }
}
