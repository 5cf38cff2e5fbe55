package minibit.sim.world;

import java.util.List;
import minibit.core.piece.Block;
import minibit.core.session.OpenRequests;
import minibit.core.session.UploadQueue;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;

/**
 * What the daemon's loops do with a connection's messages: requests and cancels are answered here,
 * the swarm hears of the rest. All that is remembered lies in the {@link Channel}, so one loop
 * serves every host of a {@link World}, on its thread.
 */
final class Loop {
  private final World world;

  Loop(World world) {
    this.world = world;
  }

  /** Sends what the swarm says; the uploads follow a choke, an unchoke and what is allowed fast. */
  void say(Channel channel, PeerMessage message) {
    world.checks().says(channel.host, message);
    switch (message) {
      case PeerMessage.Choke() -> {
        List<Block> dropped = channel.uploads.choke();
        channel.send(message);
        if (channel.rejects) {
          dropped.forEach(block -> channel.send(new PeerMessage.Reject(block)));
        }
      }
      case PeerMessage.Unchoke() -> {
        channel.uploads.unchoke();
        channel.send(message);
      }
      case PeerMessage.AllowedFast(int piece) -> {
        channel.uploads.allowFast(piece);
        channel.allowed.add(piece);
        channel.send(message);
      }
      case PeerMessage.KeepAlive _,
          PeerMessage.Interested _,
          PeerMessage.NotInterested _,
          PeerMessage.Have _,
          PeerMessage.BitfieldMessage _,
          PeerMessage.Request _,
          PeerMessage.Piece _,
          PeerMessage.Cancel _,
          PeerMessage.Port _,
          PeerMessage.Suggest _,
          PeerMessage.HaveAll _,
          PeerMessage.HaveNone _,
          PeerMessage.Reject _,
          PeerMessage.Extended _,
          PeerMessage.HashRequest _,
          PeerMessage.Hashes _,
          PeerMessage.HashReject _,
          PeerMessage.Unknown _ ->
          channel.send(message);
    }
  }

  /** Requests blocks that are not open there yet. */
  void ask(Channel channel, List<Block> blocks) {
    for (Block block : blocks) {
      world.checks().asks(channel.host, channel, block, channel.host.has(block));
      if (channel.open.add(block)) {
        channel.send(new PeerMessage.Request(block));
      }
    }
    world.checks().window(channel.host, channel);
  }

  /** Cancels blocks that are still open there. */
  void withdraw(Channel channel, List<Block> blocks) {
    for (Block block : blocks) {
      if (channel.open.cancel(block)) {
        channel.send(new PeerMessage.Cancel(block));
      }
    }
  }

  /** A message without a block came. */
  void received(Channel channel, PeerMessage message) {
    world.digest().message(world.timeline().now(), channel.key, message);
    switch (message) {
      case PeerMessage.KeepAlive _, PeerMessage.Unknown _, PeerMessage.Piece _ -> {}
      case PeerMessage.Request(Block block) -> requested(channel, block);
      case PeerMessage.Cancel(Block block) -> {
        if (channel.uploads.cancel(block) && channel.rejects) {
          channel.send(new PeerMessage.Reject(block));
        }
      }
      case PeerMessage.Reject(Block block) -> {
        if (channel.open.rejected(block) == OpenRequests.Arrival.ASKED) {
          tell(channel, message);
        }
      }
      case PeerMessage.Choke() -> {
        channel.open.choked();
        tell(channel, message);
      }
      case PeerMessage.Unchoke() -> {
        channel.open.unchoked();
        tell(channel, message);
      }
      case PeerMessage.Interested _,
          PeerMessage.NotInterested _,
          PeerMessage.Have _,
          PeerMessage.BitfieldMessage _,
          PeerMessage.Port _,
          PeerMessage.Suggest _,
          PeerMessage.HaveAll _,
          PeerMessage.HaveNone _,
          PeerMessage.AllowedFast _,
          PeerMessage.Extended _,
          PeerMessage.HashRequest _,
          PeerMessage.Hashes _,
          PeerMessage.HashReject _ ->
          tell(channel, message);
    }
  }

  private static void tell(Channel channel, PeerMessage message) {
    channel.host.tell(new SwarmEvent.Received(channel.key, message));
  }

  private static void requested(Channel channel, Block block) {
    switch (channel.uploads.request(block)) {
      case UploadQueue.Verdict.Queued() -> channel.host.uplink().wake(channel);
      case UploadQueue.Verdict.Refused() -> channel.send(new PeerMessage.Reject(block));
      case UploadQueue.Verdict.Ignored() -> {}
      case UploadQueue.Verdict.StartOver() -> {
        channel.send(new PeerMessage.Choke());
        channel.send(new PeerMessage.Unchoke());
      }
      case UploadQueue.Verdict.Fault(CloseReason reason) -> channel.host.close(channel, reason);
    }
  }

  /** A block came: an open one, or our own books are wrong. */
  void received(Channel channel, Block block, boolean corrupt) {
    world.digest().message(world.timeline().now(), channel.key, new PeerMessage.Piece(block));
    if (channel.open.received(block) == OpenRequests.Arrival.UNASKED) {
      throw new BrokenPromise(channel.host + " got " + block + ", which it never asked for");
    }
    channel.host.take(channel.key, block, corrupt);
  }

  /** A block is about to leave. */
  void serving(Channel channel, Block block) {
    world.checks().serves(channel.host, channel, block);
  }

  /** A block left. */
  void sent(Channel channel, Block block) {
    channel.host.tell(new SwarmEvent.BlocksSent(channel.key, block.length()));
  }
}
