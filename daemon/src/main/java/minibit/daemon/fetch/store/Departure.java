package minibit.daemon.fetch.store;

import java.util.List;
import java.util.Optional;

/**
 * A transfer that was removed, whose files are still to be dealt with: it is kept until they are,
 * so that a restart does what the end of the daemon came before.
 *
 * @param row of the transfer, as it was last
 * @param data whether what it made is to be deleted
 * @param own the files it made, as far as was noted; empty: an earlier version noted none
 */
public record Departure(long number, TransferRow row, boolean data, Optional<List<OwnFile>> own) {
  /** The same, with what was seen of its files since. */
  public Departure with(List<OwnFile> seen) {
    return new Departure(number, row, data, Optional.of(seen));
  }

  /** The same, with what the transfer came to since. */
  public Departure with(TransferTotals totals) {
    return new Departure(number, row.with(totals), data, own);
  }
}
