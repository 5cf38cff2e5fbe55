package minibit.core.webseed;

import java.time.Duration;
import java.util.Optional;

/** How the fetching of a run from a web seed ended. */
public sealed interface FetchEnd {
  /** All of it came. */
  record Whole() implements FetchEnd {}

  /** There was no room for one more request here; the server was not asked. */
  record NoRoom() implements FetchEnd {}

  /**
   * It may be tried again.
   *
   * @param after how long the server wants to be left alone, if it said so
   */
  record Later(WebFault fault, Optional<Duration> after) implements FetchEnd {
    /** The server said nothing of when. */
    public Later(WebFault fault) {
      this(fault, Optional.empty());
    }
  }

  /** This address is of no use. */
  record Never(WebFault fault) implements FetchEnd {}
}
