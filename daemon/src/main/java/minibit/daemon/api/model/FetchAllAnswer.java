package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;

/**
 * What a request for everything began.
 *
 * @param matches contents that fit
 * @param had of them already here or under way
 * @param bytes to be fetched
 * @param started the transfers begun, fewest holders first
 * @param following the id under which later matches are fetched, if asked for
 */
public record FetchAllAnswer(
    long matches, long had, long bytes, List<Transfer> started, Optional<String> following) {
  /** Keeps a copy. */
  public FetchAllAnswer {
    started = List.copyOf(started);
  }
}
