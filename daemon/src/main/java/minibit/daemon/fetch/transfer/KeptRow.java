package minibit.daemon.fetch.transfer;

import java.util.List;
import java.util.Optional;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.fetch.store.TransferStore;
import minibit.daemon.fetch.view.ActivityHistory;

/**
 * The row of a transfer: told in its log and written down as it changes. Only the owner's thread.
 */
final class KeptRow {
  private final TransferStore store;
  private final ActivityHistory history;
  private TransferRow row;
  private boolean removed;

  KeptRow(TransferStore store, ActivityHistory history, TransferRow row) {
    this.store = store;
    this.history = history;
    this.row = row;
  }

  TransferRow row() {
    return row;
  }

  /** Remembers what is known now, and writes it down. */
  void put(TransferRow next) {
    history.changed(row, next);
    row = next;
    if (!removed) {
      store.put(next);
    }
  }

  /** The files it made, as they were last seen; empty: an earlier version noted none. */
  Optional<List<OwnFile>> own() {
    return store.own(row.id());
  }

  /** Writes down which files it made. */
  void putOwn(List<OwnFile> files) {
    if (!removed) {
      store.putOwn(row.id(), files);
    }
  }

  /**
   * The transfer is removed: it shall not run, and what still happens to it is not written down.
   */
  void remove() {
    removed = true;
    row = row.standing(Standing.PAUSED, Optional.empty());
  }
}
