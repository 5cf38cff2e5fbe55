package minibit.daemon.fetch.transfer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.fetch.files.DepartedFiles;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.store.Departure;
import minibit.daemon.fetch.store.TransferRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a removed transfer. That it is removed is written down first, with what is to be done
 * with its files; then that is done; then it is forgotten. So whatever comes between, nothing is
 * deleted of a transfer that is still there, and a restart does the rest.
 */
public final class Farewell {
  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final TransferContext context;

  /** Of the transfers of this daemon. */
  public Farewell(TransferContext context) {
    this.context = context;
  }

  /**
   * Writes down that a transfer is removed. Only the owner's thread.
   *
   * @param data whether what it made is to be deleted
   * @return what is to be done with its files, if anything is
   * @throws FetchException with {@code store-failed}; then it is not removed
   */
  public Optional<Departure> note(TransferRow row, boolean data) {
    if (DepartedFiles.any(row, data)) {
      return Optional.of(context.store().depart(row, data));
    }
    context.store().remove(row.id());
    return Optional.empty();
  }

  /**
   * Deals with the files of a transfer that is over. May wait; any thread.
   *
   * @param torrent what describes the files, if that is known
   */
  void finish(Departure left, Optional<Metainfo> torrent) {
    try {
      DepartedFiles.dealWith(left, torrent, context.contents());
      context.owner().execute(() -> forget(left));
    } catch (RuntimeException e) {
      // The shares cannot be told now: at the next start they can.
      LOG.warn("the files of {} are dealt with later: {}", left.row().id(), e.toString());
    } finally {
      left.row().place().ifPresent(context.names()::free);
    }
  }

  private void forget(Departure left) {
    try {
      context.store().forget(left);
    } catch (FetchException e) {
      LOG.warn("that {} is removed is looked at once more: {}", left.row().id(), e.getMessage());
    }
  }

  /**
   * Takes up what an earlier run did not get to, and lets go of every place that no transfer owns.
   * Only the owner's thread.
   *
   * @param transfers those that are there
   */
  public void restore(Stream<TransferRow> transfers) {
    List<Departure> left = context.store().departures();
    Stream<Path> going = left.stream().flatMap(each -> each.row().place().stream());
    Stream<Path> owned =
        transfers.filter(row -> row.completed().isEmpty()).flatMap(row -> row.place().stream());
    try {
      context.contents().releaseAllBut(Stream.concat(owned, going).toList());
    } catch (RuntimeException e) {
      LOG.warn("places of removed transfers are still left alone: {}", e.toString());
    }
    for (Departure each : left) {
      context.helpers().execute(() -> finish(each, SpecMaker.metainfo(each.row())));
    }
  }
}
