package minibit.daemon.engine;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import minibit.core.piece.Block;
import minibit.core.session.UploadQueue;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.net.TokenBucket;

/**
 * Feeds one connection with the blocks its peer asked for: takes from the queue what the limits
 * allow, has it read, hands it to the connection. Two reads wait or run at most, so that disk and
 * network overlap and a slow peer holds little; they run one after the other, so that the peer gets
 * its blocks in the order in which it asked. On the connection's loop.
 */
final class Uploads {
  /** Bytes read at once for a peer of which nothing is known. */
  private static final int FIRST_CHUNK = 128 * 1024;

  private static final int LEAST_CHUNK = 16 * 1024;
  private static final int MOST_BLOCKS = BufferPool.LARGEST / Block.SIZE;

  /** A chunk that lasts longer than this is too large for the peer: others wait for buffers. */
  private static final long LONG_NANOS = 500_000_000L;

  private final UploadQueue queue;
  private final BlockLoader loader;
  private final List<TokenBucket> limits;
  private final Consumer<IOException> readFailed;
  private final Executor reads;
  private int chunk = FIRST_CHUNK;
  private int loading;
  private boolean pumping;
  private long lastPump = System.nanoTime();

  Uploads(
      UploadQueue queue,
      BlockLoader loader,
      List<TokenBucket> limits,
      Consumer<IOException> readFailed) {
    this.queue = queue;
    this.loader = loader;
    this.reads = loader.lane();
    this.limits = limits;
    this.readFailed = readFailed;
  }

  UploadQueue queue() {
    return queue;
  }

  /** Reads on if there is room. */
  void pump(PeerConnection connection) {
    if (!pumping) {
      pumping = true;
      fill(connection);
      pumping = false;
    }
  }

  private void fill(PeerConnection connection) {
    while (queue.size() > 0
        && loading < 2
        && connection.queuedPayload() < chunk
        && !connection.isClosed()) {
      adapt(connection);
      long now = System.nanoTime();
      long allowed = chunk;
      for (TokenBucket limit : limits) {
        allowed = limit.available(allowed, now);
      }
      if (allowed <= 0) {
        return;
      }
      load(connection, Math.min(allowed, BufferPool.LARGEST));
    }
  }

  /** Peers that empty the queue quickly get larger reads, slow ones smaller. */
  private void adapt(PeerConnection connection) {
    long now = System.nanoTime();
    if (now - lastPump > LONG_NANOS) {
      chunk = Math.max(LEAST_CHUNK, chunk / 2);
    } else if (connection.queuedPayload() == 0) {
      chunk = Math.min(BufferPool.LARGEST, chunk * 2);
    }
    lastPump = now;
  }

  private void load(PeerConnection connection, long bytes) {
    List<Block> blocks = queue.poll(MOST_BLOCKS, bytes);
    for (TokenBucket limit : limits) {
      limit.take(blocks.stream().mapToLong(Block::length).sum());
    }
    loading++;
    loader.load(
        blocks,
        connection.loop(),
        reads,
        new BlockLoader.Taker() {
          @Override
          public boolean isGone() {
            return connection.isClosed();
          }

          @Override
          public void loaded(List<BlockLoader.Loaded> ready) {
            for (BlockLoader.Loaded next : ready) {
              connection.sendBlock(next.block(), next.payload(), next.lease());
            }
          }

          @Override
          public void failed(IOException fault) {
            readFailed.accept(fault);
          }

          @Override
          public void done() {
            loading--;
            // What is cached is here before the load returns: then the loop goes on by itself.
            pump(connection);
          }
        });
  }
}
