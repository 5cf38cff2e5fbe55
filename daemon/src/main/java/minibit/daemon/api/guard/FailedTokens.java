package minibit.daemon.api.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong tokens by the address they came from. */
final class FailedTokens {
  /** A person who pastes the wrong one tries a few times; a program that guesses, thousands. */
  private static final int ALLOWED = 10;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Addresses kept, the oldest forgotten first. */
  private static final int MAX_ADDRESSES = 1_000;

  private final InstantSource clock;

  private final Map<String, Window> windows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private record Window(Instant start, int count) {}

  FailedTokens(InstantSource clock) {
    this.clock = clock;
  }

  /** Counts one more; whether it is one too many. */
  synchronized boolean isTooMany(String address) {
    Instant now = clock.instant();
    Window old = windows.get(address);
    Window next =
        old == null || !now.isBefore(old.start().plus(WINDOW))
            ? new Window(now, 1)
            : new Window(old.start(), old.count() + 1);
    windows.put(address, next);
    return next.count() > ALLOWED;
  }
}
