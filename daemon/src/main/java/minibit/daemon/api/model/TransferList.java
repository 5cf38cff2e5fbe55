package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * Transfers, one part of them.
 *
 * @param total of those asked for
 * @param offset of the first of {@code transfers}
 * @param active neither paused, failed nor done, of all
 * @param down payload bytes a second, of all
 * @param up payload bytes a second, of all
 * @param transfers in the order asked for
 * @param following queries whose new matches are fetched as they appear
 * @param counts how many there are, asked for or not
 */
public record TransferList(
    long total,
    int offset,
    int active,
    long down,
    long up,
    List<Transfer> transfers,
    List<Following> following,
    Counts counts) {
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

  /**
   * How many transfers are in each state.
   *
   * @param all of them
   * @param active neither paused, failed nor done
   * @param queued of that state, and so on
   * @param metadata fetching a description
   * @param checking being read and hashed
   * @param downloading with pieces missing
   * @param seeding whole, and served
   * @param paused by the user
   * @param failed by a problem
   * @param done whole, and shared
   */
  public record Counts(
      long all,
      long active,
      long queued,
      long metadata,
      long checking,
      long downloading,
      long seeding,
      long paused,
      long failed,
      long done) {}
}
