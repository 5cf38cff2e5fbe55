package minibit.daemon.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.Agreement;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.trace.Direction;

/**
 * What a link says and hears once both handshakes are through: answers what needs no decision, and
 * brings the rest to the swarm of the run it is called with. On the connection's loop.
 */
final class LinkTalk {
  private final PeerKey key;
  private final PeerAddress remote;
  private final LinkServing serving;
  private final LinkFetching fetching;
  private final LinkNode node;

  /** Nothing was said. */
  LinkTalk(PeerKey key, PeerAddress remote, Consumer<PeerMessage> send) {
    this.key = key;
    this.remote = remote;
    this.serving = new LinkServing(send);
    this.fetching = new LinkFetching(key, send);
    this.node = new LinkNode(remote, send);
  }

  /** The handshakes are through: messages may come. */
  void begin(PeerConnection from, SwarmRun owner, Agreement agreement, Handshake agreed) {
    fetching.begin(agreement.rejects());
    from.live(agreement, owner.pieces(), owner.downLimits());
    serving.begin(owner, agreement.rejects());
    node.begin(owner, agreed);
  }

  /** Another run of the same torrent goes on with it. */
  void handOver(SwarmRun next) {
    serving.handOver(next);
  }

  /** The peer says something. */
  void heard(PeerConnection from, SwarmRun owner, PeerMessage message) {
    owner.trace().message(Direction.IN, remote, message);
    switch (message) {
      case PeerMessage.Request(Block block) -> serving.requested(from, block);
      case PeerMessage.Cancel(Block block) -> serving.cancelled(block);
      case PeerMessage.Reject(Block block) -> {
        if (fetching.rejected(block)) {
          tell(owner, message);
        }
      }
      case PeerMessage.Choke() -> {
        fetching.choked();
        tell(owner, message);
      }
      case PeerMessage.KeepAlive _, PeerMessage.Unknown _, PeerMessage.Piece _ -> {}
      case PeerMessage.Port(int port) -> node.heard(port);
      case PeerMessage.Unchoke() -> {
        fetching.unchoked();
        tell(owner, message);
      }
      case PeerMessage.Interested _,
          PeerMessage.NotInterested _,
          PeerMessage.Have _,
          PeerMessage.BitfieldMessage _,
          PeerMessage.Suggest _,
          PeerMessage.HaveAll _,
          PeerMessage.HaveNone _,
          PeerMessage.AllowedFast _,
          PeerMessage.Extended _,
          PeerMessage.HashRequest _,
          PeerMessage.Hashes _,
          PeerMessage.HashReject _ ->
          tell(owner, message);
    }
  }

  /** Facts come before messages, as they came over the wire. */
  private void tell(SwarmRun owner, PeerMessage message) {
    flush(owner);
    owner.post(new SwarmEvent.Received(key, message));
  }

  /** A block comes; the connection ends if nobody asked for it. */
  void heard(
      PeerConnection from,
      SwarmRun owner,
      Block block,
      ByteBuffer payload,
      BufferPool.Lease lease) {
    if (!fetching.isOpen(block)) {
      from.close(CloseReason.UNASKED_BLOCK);
      return;
    }
    if (owner.trace().isOn()) {
      owner.trace().message(Direction.IN, remote, new PeerMessage.Piece(block));
    }
    fetching.take(owner, from.loop(), block, payload, lease);
  }

  /** Tells the swarm what came, and has it written. */
  void flush(SwarmRun owner) {
    fetching.flush(owner);
  }

  /** Tells the swarm how much was sent. */
  void reportSent(PeerConnection from, SwarmRun owner) {
    long sent = from.takeSent();
    if (sent > 0) {
      owner.sent(sent);
      owner.post(new SwarmEvent.BlocksSent(key, sent));
    }
  }

  /** A message of the swarm was sent: here is what follows from it. */
  void said(PeerConnection to, PeerMessage message) {
    serving.said(to, message);
    node.spoken();
  }

  /** Asks the peer for blocks. */
  void ask(List<Block> blocks) {
    fetching.ask(blocks);
  }

  /** Wants blocks of the peer no longer. */
  void withdraw(List<Block> blocks) {
    fetching.withdraw(blocks);
  }

  /** There is room for more blocks to send. */
  void drained(PeerConnection from) {
    serving.drained(from);
  }

  /** Time passed. */
  void tick(PeerConnection from, long nanos) {
    serving.tick(from, nanos);
  }
}
