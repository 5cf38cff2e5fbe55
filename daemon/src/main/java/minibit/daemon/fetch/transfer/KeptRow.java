package minibit.daemon.fetch.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.PeerView;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.fetch.store.TransferStore;
import minibit.daemon.fetch.view.ActivityHistory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of a transfer: told in its log and written down as it changes. Only the owner's thread.
 */
final class KeptRow {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRow.class);

  /** How long to wait before something is written again that could not be. */
  private static final long RETRY_NANOS = 5_000_000_000L;

  private final TransferStore store;
  private final ActivityHistory history;
  private TransferRow row;
  private boolean removed;
  private Optional<List<OwnFile>> last = Optional.empty();
  private Optional<List<OwnFile>> owed = Optional.empty();
  private boolean written = true;
  private long triedAt;

  KeptRow(TransferStore store, ActivityHistory history, TransferRow row) {
    this.store = store;
    this.history = history;
    this.row = row;
  }

  TransferRow row() {
    return row;
  }

  /**
   * Remembers what is known now, and writes it down.
   *
   * @throws FetchException if it cannot be written now; it is remembered all the same, and written
   *     by {@link #catchUp}
   */
  void put(TransferRow next) {
    history.changed(row, next);
    row = next;
    write();
  }

  /** As {@link #put}, but that it cannot be written now is nobody's trouble. */
  void note(TransferRow next) {
    try {
      put(next);
    } catch (FetchException e) {
      LOG.warn("{} is not written down yet: {}", next.id(), e.getMessage());
    }
  }

  private void write() {
    if (!removed) {
      written = false;
      triedAt = System.nanoTime();
      store.put(row);
    }
    written = true;
  }

  /** Whether the store knows what is known here. */
  boolean isWritten() {
    return written;
  }

  /** Whether nothing is left to be written, of its files neither. */
  boolean isSettled() {
    return written && owed.isEmpty();
  }

  /** Writes what could not be written before, if it is time to. */
  void catchUp(long nanos) {
    if (nanos - triedAt > RETRY_NANOS) {
      settle();
    }
  }

  /** Writes what could not be written before, if it can be now. */
  void settle() {
    if (!isSettled()) {
      try {
        write();
        writeOwn();
      } catch (FetchException e) {
        LOG.debug("{} is still not written down: {}", row.id(), e.getMessage());
      }
    }
  }

  /** The files it made, as they were last seen; empty: an earlier version noted none. */
  Optional<List<OwnFile>> own() {
    return removed ? last : owed.or(() -> store.own(row.id()));
  }

  /**
   * Writes down which files it made.
   *
   * @throws FetchException if they cannot be written now; they are remembered all the same, and
   *     written by {@link #catchUp}
   */
  void putOwn(List<OwnFile> files) {
    if (!removed) {
      owed = Optional.of(files);
      triedAt = System.nanoTime();
      writeOwn();
    }
  }

  /** As {@link #putOwn}, but that they cannot be written now is nobody's trouble. */
  void noteOwn(List<OwnFile> files) {
    try {
      putOwn(files);
    } catch (FetchException e) {
      LOG.warn("the files of {} are not written down yet: {}", row.id(), e.getMessage());
    }
  }

  private void writeOwn() {
    owed.ifPresent(files -> store.putOwn(row.id(), files));
    owed = Optional.empty();
  }

  /** Writes down with whom it dealt. */
  void putPeers(Map<String, PeerView> peers) {
    if (!removed) {
      store.putPeers(row.id(), peers);
    }
  }

  /**
   * The transfer is removed: it shall not run, and what still happens to it is not written down.
   *
   * @param own the files it made, as far as was noted
   */
  void remove(Optional<List<OwnFile>> own) {
    removed = true;
    last = own;
    owed = Optional.empty();
    written = true;
    row = row.standing(Standing.PAUSED, Optional.empty());
  }
}
