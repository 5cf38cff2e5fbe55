package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * Transfers, one part of them.
 *
 * @param total of all
 * @param offset of the first of {@code transfers}
 * @param active neither paused, failed nor done
 * @param down payload bytes a second, of all
 * @param up payload bytes a second, of all
 * @param transfers the running ones first, the latest added first among equals
 * @param following queries whose new matches are fetched as they appear
 */
public record TransferList(
    long total,
    int offset,
    int active,
    long down,
    long up,
    List<Transfer> transfers,
    List<Following> following) {
  /** Keeps copies. */
  public TransferList {
    transfers = List.copyOf(transfers);
    following = List.copyOf(following);
  }

  /**
   * A query whose matches are all fetched, also later ones. It ends as a transfer does, by its id.
   *
   * @param id names it
   * @param query the words
   * @param since when
   * @param started transfers so far
   */
  public record Following(String id, String query, Instant since, long started) {}
}
