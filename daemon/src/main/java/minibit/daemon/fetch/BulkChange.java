package minibit.daemon.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.Urgency;
import minibit.daemon.fetch.transfer.Transfer;
import minibit.daemon.fetch.transfer.TransferContext;

/**
 * Changes many transfers, some at a time: the owner's thread is free for others between, and what
 * is written down for some goes to the disk at once. Any thread; may wait.
 */
final class BulkChange {
  /** Changed without a break: some milliseconds of the owner's thread. */
  private static final int AT_ONCE = 200;

  private final TransferContext context;
  private final OwnerThread owner;
  private final TransferTable transfers;
  private final BiFunction<Transfer, Boolean, CompletableFuture<Void>> forget;

  /**
   * Changes of these transfers.
   *
   * @param forget removes a transfer, with its data or without
   */
  BulkChange(
      TransferContext context,
      OwnerThread owner,
      TransferTable transfers,
      BiFunction<Transfer, Boolean, CompletableFuture<Void>> forget) {
    this.context = context;
    this.owner = owner;
    this.transfers = transfers;
    this.forget = forget;
  }

  ChangeOutcome apply(List<String> ids, TransferChange change) {
    List<ChangeOutcome.Refusal> refused = new ArrayList<>();
    List<CompletableFuture<Void>> leaving = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      refused.addAll(owner.call(() -> some(some, change, leaving)));
    }
    for (CompletableFuture<Void> each : leaving) {
      each.join();
    }
    return new ChangeOutcome(ids.size() - refused.size(), refused);
  }

  private List<ChangeOutcome.Refusal> some(
      List<String> ids, TransferChange change, List<CompletableFuture<Void>> leaving) {
    List<ChangeOutcome.Refusal> refused = new ArrayList<>();
    context
        .store()
        .atOnce(
            () -> {
              for (String id : ids) {
                try {
                  one(transfers.wake(transfers.find(id)), change, leaving);
                } catch (FetchException e) {
                  refused.add(new ChangeOutcome.Refusal(id, e));
                }
              }
            });
    return refused;
  }

  private void one(
      Transfer transfer, TransferChange change, List<CompletableFuture<Void>> leaving) {
    switch (change) {
      case TransferChange.Pause() -> transfer.pause();
      case TransferChange.Resume() -> transfer.resume();
      case TransferChange.Remove(boolean data) -> leaving.add(forget.apply(transfer, data));
      case TransferChange.Limit(var limits) -> transfer.limit(limits);
      case TransferChange.Urge(Urgency urgency) -> transfer.urgent(urgency);
      case TransferChange.Verify() -> transfer.verify();
    }
  }
}
