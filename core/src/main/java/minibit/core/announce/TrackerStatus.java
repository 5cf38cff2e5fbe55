package minibit.core.announce;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.id.InfoHash;

/**
 * How a torrent stands with one tracker, to be shown.
 *
 * @param hash the torrent's name there: a hybrid has two
 * @param tier counted from 0
 * @param state what goes on
 * @param next when it is announced to, as far as that is planned
 * @param message the last warning or failure; empty if all is well
 */
public record TrackerStatus(
    InfoHash hash,
    TrackerUrl tracker,
    int tier,
    State state,
    Optional<Instant> next,
    OptionalLong seeders,
    OptionalLong leechers,
    String message) {
  /** What goes on with a tracker. */
  public enum State {
    /** Not asked yet. */
    UNUSED,
    /** Being asked now. */
    ASKING,
    /** Its last answer was good. */
    WORKING,
    /** Its last answer was a failure, or none. */
    FAILING,
  }
}
