package minibit.daemon.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import minibit.core.words.Sentence;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.store.Departure;
import minibit.daemon.fetch.store.Fetchable;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.fetch.transfer.Farewell;
import minibit.daemon.fetch.transfer.Transfer;
import minibit.daemon.fetch.transfer.TransferContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers come and go: what is begun stands in the table and in the store, what is forgotten in
 * neither. Only the owner's thread.
 */
final class TransferRegistrar {
  private static final Logger LOG = LoggerFactory.getLogger(TransferRegistrar.class);

  /** Transfers kept: two kilobytes each while nothing happens to them. */
  private static final int MAX_TRANSFERS = 100_000;

  private final TransferContext context;
  private final TransferTable transfers;
  private final Farewell farewell;

  TransferRegistrar(TransferContext context, TransferTable transfers) {
    this.context = context;
    this.transfers = transfers;
    this.farewell = new Farewell(context);
  }

  /** Takes up what an earlier run left; what cannot be taken up keeps no other from going on. */
  void restore() {
    for (TransferRow row : context.store().transfers()) {
      try {
        Transfer transfer = new Transfer(context, row);
        transfers.put(row.id(), transfer);
        restore(transfer);
      } catch (RuntimeException e) {
        LOG.warn("the transfer {} cannot be taken up and is left out", row.id(), e);
      }
    }
    farewell.restore(transfers.all().stream().map(Transfer::row));
  }

  private static void restore(Transfer transfer) {
    try {
      transfer.restore();
    } catch (RuntimeException e) {
      LOG.warn("the transfer {} cannot go on", transfer.row().id(), e);
      transfer.fail("internal", Sentence.plain(String.valueOf(e)));
    }
  }

  /**
   * Somebody asks for this once more. What failed is tried again; what is done and of no use is
   * forgotten.
   *
   * @return the transfer that goes on; empty: it must be begun
   */
  Optional<Transfer> again(String id) {
    context.store().undecline(id);
    Optional<Transfer> known = transfers.get(id);
    if (known.isPresent() && isOfUse(known.get())) {
      transfers.wake(known.get()).orders().retry();
      return known;
    }
    if (known.isPresent()) {
      CompletableFuture<Void> unused = removal(known.get(), false).get();
    }
    return Optional.empty();
  }

  /** A finished one whose file has gone since is of no use to who wants it again. */
  private static boolean isOfUse(Transfer known) {
    return known.row().completed().isEmpty()
        || known.row().place().filter(Files::exists).isPresent();
  }

  /**
   * Begins this.
   *
   * @throws FetchException with {@code too-many}
   */
  Transfer begin(Fetchable wanted, GetOptions options) {
    checkRoom(1);
    TransferRow row = TransferRow.fresh(wanted, context.config().folder(options), options);
    Transfer added = new Transfer(context, row);
    context.store().put(row);
    transfers.put(row.id(), added);
    transfers.changed();
    return added;
  }

  /**
   * Begins what is neither here nor fetched.
   *
   * @param spareDeclined whether to leave out what the user removed
   * @return ids of the new transfers
   * @throws FetchException with {@code too-many}; then none is begun
   */
  List<String> begin(List<SearchHit> hits, GetOptions options, boolean spareDeclined) {
    List<String> declined = spareDeclined ? context.store().declined() : List.of();
    Path folder = context.config().folder(options);
    List<Transfer> fresh = new ArrayList<>();
    for (SearchHit hit : hits) {
      String id = hit.root().hex();
      if (!hit.have() && !transfers.contains(id) && !declined.contains(id)) {
        fresh(hit, folder, options).ifPresent(fresh::add);
      }
    }
    checkRoom(fresh.size());
    context.store().putAll(fresh.stream().map(Transfer::row).toList());
    fresh.forEach(transfer -> transfers.put(transfer.row().id(), transfer));
    transfers.changed();
    return fresh.stream().map(transfer -> transfer.row().id()).toList();
  }

  /** One of many: that it cannot be fetched is no reason to leave the others. */
  private Optional<Transfer> fresh(SearchHit hit, Path folder, GetOptions options) {
    try {
      return Optional.of(
          new Transfer(context, TransferRow.fresh(Fetchable.of(hit), folder, options)));
    } catch (FetchException e) {
      LOG.warn("{} is left out: {}", hit.root(), e.getMessage());
      return Optional.empty();
    }
  }

  private void checkRoom(int more) {
    if (transfers.size() + more > MAX_TRANSFERS) {
      throw new FetchException(
          FetchException.Code.TOO_MANY,
          Sentence.of(
              "too-many-transfers",
              "more than {0} transfers are not kept: remove finished ones",
              MAX_TRANSFERS));
    }
  }

  /**
   * Writes down that a transfer is removed.
   *
   * @param data whether what it fetched is deleted, too
   * @return ends and forgets it, once what is written down is safe; done when its files are closed,
   *     and gone if that was asked
   * @throws FetchException with {@code store-failed}; then nothing of it is removed
   */
  Supplier<CompletableFuture<Void>> removal(Transfer transfer, boolean data) {
    Optional<Departure> left = farewell.note(transfer.row(), data);
    return () -> {
      transfers.remove(transfer.row().id());
      transfers.changed();
      return transfer.remove(farewell, left);
    };
  }
}
