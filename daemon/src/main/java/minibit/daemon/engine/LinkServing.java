package minibit.daemon.engine;

import java.util.List;
import java.util.function.Consumer;
import minibit.core.piece.Block;
import minibit.core.session.UploadQueue;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;
import minibit.daemon.net.PeerConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a link does for uploads: answers requests and cancels itself, and carries out what the swarm
 * decided about the peer. On the connection's loop.
 */
final class LinkServing {
  private final Consumer<PeerMessage> send;
  private @Nullable Uploads uploads;
  private boolean rejects;

  /** Serves nothing yet. */
  LinkServing(Consumer<PeerMessage> send) {
    this.send = send;
  }

  /**
   * The handshakes are through.
   *
   * @param agreed whether requests that are not served are rejected
   */
  void begin(SwarmRun owner, boolean agreed) {
    rejects = agreed;
    handOver(owner);
  }

  /** Another run of the same torrent serves the peer from now on. */
  void handOver(SwarmRun next) {
    uploads = next.uploads(rejects, this::reject);
  }

  private void reject(Block block) {
    if (rejects) {
      send.accept(new PeerMessage.Reject(block));
    }
  }

  /** The peer asks for a block. */
  void requested(PeerConnection from, Block block) {
    Uploads serving = uploads;
    if (serving == null) {
      // A torrent without metadata has nothing.
      reject(block);
      return;
    }
    switch (serving.queue().request(block)) {
      case UploadQueue.Verdict.Queued() -> serving.pump(from);
      case UploadQueue.Verdict.Refused() -> send.accept(new PeerMessage.Reject(block));
      case UploadQueue.Verdict.Ignored() -> {}
      case UploadQueue.Verdict.StartOver() -> {
        send.accept(new PeerMessage.Choke());
        send.accept(new PeerMessage.Unchoke());
      }
      case UploadQueue.Verdict.Fault(CloseReason reason) -> from.close(reason);
    }
  }

  /** The peer wants a block no longer. */
  void cancelled(Block block) {
    Uploads serving = uploads;
    if (serving != null && serving.cancel(block)) {
      reject(block);
    }
  }

  /** A message of the swarm was sent: here is what it means for what the peer has asked. */
  void said(PeerConnection to, PeerMessage message) {
    Uploads serving = uploads;
    if (serving == null) {
      return;
    }
    switch (message) {
      case PeerMessage.Choke() -> {
        List<Block> dropped = serving.choke(to);
        dropped.forEach(this::reject);
      }
      case PeerMessage.Unchoke() -> serving.queue().unchoke();
      case PeerMessage.AllowedFast(int piece) -> serving.queue().allowFast(piece);
      default -> {}
    }
  }

  /** There is room for more blocks to send. */
  void drained(PeerConnection from) {
    Uploads serving = uploads;
    if (serving != null) {
      serving.pump(from);
    }
  }

  /** Time passed. */
  void tick(PeerConnection from, long nanos) {
    Uploads serving = uploads;
    if (serving != null) {
      serving.tick(from, nanos);
    }
  }
}
