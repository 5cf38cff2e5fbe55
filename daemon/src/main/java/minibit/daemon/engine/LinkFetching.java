package minibit.daemon.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import minibit.core.piece.Block;
import minibit.core.session.OpenRequests;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.PeerMessage;
import minibit.daemon.net.BufferPool;

/**
 * What a link does for downloads: knows which blocks are open with the peer, takes those that come,
 * and tells the swarm of a turn's blocks at once, before they are written. On the connection's
 * loop.
 */
final class LinkFetching {
  private final PeerKey key;
  private final Consumer<PeerMessage> send;
  private final PieceAssembler.Turn turn = new PieceAssembler.Turn();
  private OpenRequests open = new OpenRequests(false);
  private List<Block> fresh = new ArrayList<>();
  private List<Block> duplicates = new ArrayList<>();

  /** Nothing is open. */
  LinkFetching(PeerKey key, Consumer<PeerMessage> send) {
    this.key = key;
    this.send = send;
  }

  /**
   * The handshakes are through.
   *
   * @param rejects whether the peer rejects what it does not serve
   */
  void begin(boolean rejects) {
    open = new OpenRequests(rejects);
  }

  void ask(List<Block> blocks) {
    for (Block block : blocks) {
      if (open.add(block)) {
        send.accept(new PeerMessage.Request(block));
      }
    }
  }

  void withdraw(List<Block> blocks) {
    for (Block block : blocks) {
      if (open.cancel(block)) {
        send.accept(new PeerMessage.Cancel(block));
      }
    }
  }

  /** The peer will not send this block; whether it was asked to. */
  boolean rejected(Block block) {
    return open.rejected(block) == OpenRequests.Arrival.ASKED;
  }

  void choked() {
    open.choked();
  }

  void unchoked() {
    open.unchoked();
  }

  /** A block came; whether it had been asked for. */
  boolean isOpen(Block block) {
    return open.received(block) != OpenRequests.Arrival.UNASKED;
  }

  /**
   * Takes a block that had been asked for.
   *
   * @param bringer the loop, or what else brings blocks one after another
   */
  void take(
      SwarmRun owner, Object bringer, Block block, ByteBuffer payload, BufferPool.Lease lease) {
    owner.received(block.length());
    if (owner.accept(bringer, block, payload, lease, turn)) {
      fresh.add(block);
    } else {
      owner.wasted(block.length());
      duplicates.add(block);
    }
  }

  /** Tells the swarm what came, and has it written. */
  void flush(SwarmRun owner) {
    if (!fresh.isEmpty() || !duplicates.isEmpty()) {
      owner.post(new SwarmEvent.BlocksReceived(key, fresh, duplicates));
      fresh = new ArrayList<>();
      duplicates = new ArrayList<>();
    }
    if (!turn.isEmpty()) {
      owner.settle(turn);
    }
  }
}
