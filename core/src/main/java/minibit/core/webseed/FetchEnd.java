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

  /**
   * One of several files is of no use there: nothing is asked for any more in which it lies.
   *
   * @param first the first piece with bytes of that file
   * @param last the last one
   */
  record Lacking(WebFault fault, int first, int last) implements FetchEnd {}

  /**
   * The server sends whole files only: it is best asked in order, so that a run goes on where the
   * one before ended.
   */
  record WholeFiles() implements FetchEnd {}

  /** This address is of no use. */
  record Never(WebFault fault) implements FetchEnd {}
}
