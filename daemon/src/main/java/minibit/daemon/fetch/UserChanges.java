package minibit.daemon.fetch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What the user changes of transfers that are there: who is changed is looked after again, and the
 * table tells that something changed. Any thread; changes of many may wait.
 */
final class UserChanges {
  private final FetchHost host;
  private final Owner owner;
  private final TransferTable transfers;
  private final Roster roster;
  private final Followed followed;

  UserChanges(
      FetchHost host, Owner owner, TransferTable transfers, Roster roster, Followed followed) {
    this.host = host;
    this.owner = owner;
    this.transfers = transfers;
    this.roster = roster;
    this.followed = followed;
  }

  /** Changes one, and shows what it is then. */
  TransferView one(String id, Consumer<Transfer> change) {
    return owner.call(
        () -> {
          Transfer transfer = transfers.wake(transfers.find(id));
          change.accept(transfer);
          transfers.changed();
          return transfer.shown().now();
        });
  }

  /** Does the same with many; waits until it is done. */
  Changed many(List<String> ids, TransferChange change) {
    try {
      return new ManyTransfers(host, owner, transfers, this::dismiss).apply(ids, change);
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
          return dismiss(transfers.find(id), data);
        });
  }

  /** What the user does not want, no followed query shall fetch again. */
  private CompletableFuture<Void> dismiss(Transfer transfer, boolean data) {
    if (followed.size() > 0 && transfer.row().root().isPresent()) {
      host.store().decline(transfer.row().id());
    }
    return roster.forget(transfer, data);
  }
}
