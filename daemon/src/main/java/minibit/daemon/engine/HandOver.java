package minibit.daemon.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passing of live connections from the run that fetched the metadata to the one that follows,
 * each on its own loop. All of them or none: the new swarm knows only what the old one says of
 * them, so if that does not come in time they close, and are dialled again. Of a private torrent
 * (BEP 27) those alone of which the old swarm speaks.
 */
final class HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

  /** How long connections may take to change hands, and the old swarm to speak of them. */
  private static final long SECONDS = 2;

  private final SwarmRun before;
  private final SwarmRun next;
  private final boolean isPrivate;

  HandOver(SwarmRun before, SwarmRun next, boolean isPrivate) {
    this.before = before;
    this.next = next;
    this.isPrivate = isPrivate;
  }

  /**
   * Moves the live and the dialled connections, and ends the run before.
   *
   * @param network knows what is being dialled
   * @param said what their peers have said, by the old swarm: asked once they have moved
   * @return that, or nothing if it was not to be had
   */
  List<SwarmEvent> of(Host.Network network, Supplier<CompletableFuture<List<SwarmEvent>>> said) {
    List<CompletableFuture<Void>> moved = new ArrayList<>();
    if (!isPrivate) {
      // Who named those that are being dialled is not known here: a private torrent dials anew.
      moved.addAll(network.move(before, next));
    }
    for (PeerLink link : before.links()) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      moved.add(done);
      link.executeOnLoop(
          () -> {
            link.handOver(next);
            done.complete(null);
          });
    }
    try {
      CompletableFuture.allOf(moved.toArray(CompletableFuture[]::new))
          .get(SECONDS, TimeUnit.SECONDS);
      List<SwarmEvent> told = said.get().get(SECONDS, TimeUnit.SECONDS);
      if (isPrivate) {
        dropUntold(told);
      }
      return told;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return undo();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      LOG.debug("handing over {}", before.hashes(), e);
      return undo();
    } finally {
      before.stop(CloseReason.SHUTDOWN);
    }
  }

  private void dropUntold(List<SwarmEvent> told) {
    Set<PeerKey> known = new HashSet<>();
    for (SwarmEvent event : told) {
      if (event instanceof SwarmEvent.Connected connected) {
        known.add(connected.peer());
      }
    }
    next.links().stream()
        .filter(link -> !known.contains(link.key()))
        .forEach(link -> link.executeOnLoop(link::dropUnknown));
  }

  /**
   * The old run is stopped first: what has not moved by then closes with it, when its loop has time
   * again, even if it moves before; what moved is the new run's already.
   */
  private List<SwarmEvent> undo() {
    before.stop(CloseReason.SHUTDOWN);
    next.links().forEach(link -> link.executeOnLoop(link::dropUnknown));
    return List.of();
  }
}
