package minibit.daemon.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.transfer.Transfer;
import minibit.daemon.fetch.transfer.TransferContext;

/**
 * What the user changes of transfers that are there: who is changed is looked after again, and the
 * table tells that something changed. Any thread; changes of many may wait.
 */
final class UserChanges {
  private final TransferContext context;
  private final OwnerThread owner;
  private final TransferTable transfers;
  private final TransferRegistrar registrar;
  private final FollowedQueries followed;

  UserChanges(
      TransferContext context,
      OwnerThread owner,
      TransferTable transfers,
      TransferRegistrar registrar,
      FollowedQueries followed) {
    this.context = context;
    this.owner = owner;
    this.transfers = transfers;
    this.registrar = registrar;
    this.followed = followed;
  }

  /** Changes one, and shows what it is then. */
  TransferView one(String id, Consumer<Transfer> change) {
    return owner.call(
        () -> {
          Transfer transfer = transfers.wake(transfers.find(id));
          change.accept(transfer);
          transfers.changed();
          return transfer.snapshots().now();
        });
  }

  /** Does the same with many; waits until it is done. */
  ChangeOutcome many(List<String> ids, TransferChange change) {
    try {
      return new BulkChange(context, owner, transfers, this::dismiss).apply(ids, change);
    } finally {
      transfers.changed();
    }
  }

  /** Forgets a transfer, or ends following a query; done when its files are closed. */
  CompletableFuture<Void> remove(String id, boolean data) {
    return owner.call(
        () -> {
          if (followed.remove(id)) {
            return CompletableFuture.completedFuture(null);
          }
          return dismiss(transfers.find(id), data).get();
        });
  }

  /** What the user does not want, no followed query shall fetch again. */
  private Supplier<CompletableFuture<Void>> dismiss(Transfer transfer, boolean data) {
    List<Supplier<CompletableFuture<Void>>> noted = new ArrayList<>();
    context
        .store()
        .atOnce(
            () -> {
              if (followed.size() > 0 && transfer.row().root().isPresent()) {
                context.store().decline(transfer.row().id());
              }
              noted.add(registrar.removal(transfer, data));
            });
    return noted.getFirst();
  }
}
