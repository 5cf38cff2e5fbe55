package minibit.daemon.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.id.InfoHash;
import minibit.daemon.fetch.transfer.Transfer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a seed that rests again when a peer dials in for it. Any thread that may wait. */
final class RestingSeeds {
  private static final Logger LOG = LoggerFactory.getLogger(RestingSeeds.class);

  /** How long a peer's handshake waits for a seed that rests: its files are opened, not read. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final OwnerThread owner;
  private final TransferTable transfers;

  RestingSeeds(OwnerThread owner, TransferTable transfers) {
    this.owner = owner;
    this.transfers = transfers;
  }

  /** The seed of this name serves when this returns, unless that takes long; or there is none. */
  void wake(InfoHash name) {
    Optional<CompletableFuture<Void>> serving =
        owner.call(() -> transfers.resting(name).map(transfers::wake).map(Transfer::serveAgain));
    if (serving.isPresent()) {
      try {
        serving.get().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException | CancellationException e) {
        LOG.debug("{} does not serve again yet: {}", name, e.getMessage());
      }
    }
  }
}
