package minibit.daemon.fetch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.Urgency;
import minibit.daemon.fetch.transfer.Transfer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the transfers that are awake and gives them their turns: a few run at one time, the
 * others wait, by their urgency and then in the order they came. Only the owner's thread, but for
 * {@link #isBusy}.
 */
final class TransferScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(TransferScheduler.class);

  private final TransferTable transfers;
  private final int atOnce;
  private volatile int busy;

  /**
   * Turns of these transfers.
   *
   * @param atOnce how many run at one time
   */
  TransferScheduler(TransferTable transfers, int atOnce) {
    this.transfers = transfers;
    this.atOnce = atOnce;
  }

  /** Time passed, or somebody came. */
  void tick(long nanos) {
    int running = 0;
    List<Transfer> waiting = new ArrayList<>();
    for (Transfer transfer : transfers.awake()) {
      guarded(transfer, () -> transfer.tick(nanos));
      running += transfer.isBusy() ? 1 : 0;
      if (transfer.mayStart(nanos)) {
        waiting.add(transfer);
      }
    }
    waiting.sort(
        Comparator.<Transfer, Urgency>comparing(transfer -> transfer.row().urgency())
            .thenComparing(transfer -> transfer.row().added()));
    for (Transfer transfer : waiting) {
      if (running < atOnce || !transfer.needsTurn()) {
        guarded(transfer, transfer::start);
        running += transfer.isBusy() ? 1 : 0;
      }
    }
    busy = running;
  }

  private static void guarded(Transfer transfer, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("the transfer {} is in trouble", transfer.row().id(), e);
      fail(transfer, e);
    }
  }

  private static void fail(Transfer transfer, RuntimeException why) {
    try {
      transfer.fail("internal", Sentence.plain(String.valueOf(why)));
    } catch (RuntimeException e) {
      LOG.error("the transfer {} cannot be ended either", transfer.row().id(), e);
    }
  }

  /** Whether something is being downloaded. Any thread. */
  boolean isBusy() {
    return busy > 0;
  }
}
