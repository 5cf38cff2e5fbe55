package minibit.daemon.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 *
 * <p>Buffers are for peers that read, as its {@link UploadPace} says: while somebody waits for one,
 * a peer that does not take what it holds gives it back, and gets it read again once it has taken
 * the rest.
 */
final class Uploads {
  private static final int MOST_BLOCKS = BufferPool.LARGEST / Block.SIZE;

  /** Blocks that may wait in a connection, however small they are. */
  private static final int MOST_QUEUED = 4 * MOST_BLOCKS;

  private final UploadQueue queue;
  private final BlockLoader loader;
  private final List<TokenBucket> limits;
  private final Consumer<IOException> readFailed;
  private final Consumer<Block> rejected;
  private final Executor reads;
  private final ArrayDeque<Block> returned = new ArrayDeque<>();
  private final UploadPace pace = new UploadPace(System.nanoTime());
  private int loading;
  private boolean pumping;
  private int chokes;

  /**
   * Serves nothing yet.
   *
   * @param readFailed hears that the content cannot be read
   * @param rejected hears of requests that were under way when the peer was choked, and now are not
   */
  Uploads(
      UploadQueue queue,
      BlockLoader loader,
      List<TokenBucket> limits,
      Consumer<IOException> readFailed,
      Consumer<Block> rejected) {
    this.queue = queue;
    this.loader = loader;
    this.reads = loader.lane();
    this.limits = limits;
    this.readFailed = readFailed;
    this.rejected = rejected;
  }

  UploadQueue queue() {
    return queue;
  }

  /** Drops a request of which nothing was read; whether there was one. */
  boolean cancel(Block block) {
    return queue.cancel(block) || returned.remove(block);
  }

  /**
   * The peer is choked: what was read for it is dropped, but for the block that is under way.
   *
   * @return the requests that are not served any more
   */
  List<Block> choke(PeerConnection connection) {
    chokes++;
    List<Block> dropped = new ArrayList<>(queue.choke());
    List<Block> unsent = new ArrayList<>(takeBack(connection));
    unsent.addAll(returned);
    returned.clear();
    unsent.stream().filter(block -> !isWanted(block)).forEach(dropped::add);
    return dropped;
  }

  /** Whether a request that was handed out counts after a choke, too; then it waits again. */
  private boolean isWanted(Block block) {
    return queue.request(block) instanceof UploadQueue.Verdict.Queued;
  }

  private List<Block> takeBack(PeerConnection connection) {
    List<Block> unsent = connection.takeBack();
    credit(unsent);
    return unsent;
  }

  private void credit(List<Block> unsent) {
    take(-bytesOf(unsent));
  }

  private void take(long bytes) {
    for (TokenBucket limit : limits) {
      limit.take(bytes);
    }
  }

  private static long bytesOf(List<Block> blocks) {
    return blocks.stream().mapToLong(Block::length).sum();
  }

  /** Time passed: reads on, or makes room for others if the peer does not take what it has. */
  void tick(PeerConnection connection, long now) {
    pump(connection);
    if (pace.givesBack(connection, now, loader.isShort())) {
      putBack(takeBack(connection));
    }
  }

  /** These come before all that were never read. */
  private void putBack(List<Block> blocks) {
    blocks.reversed().forEach(returned::addFirst);
  }

  /** Reads on if there is room. */
  void pump(PeerConnection connection) {
    if (!pumping) {
      pumping = true;
      pace.look(connection);
      fill(connection);
      pumping = false;
    }
  }

  private void fill(PeerConnection connection) {
    while (queue.size() + returned.size() > 0 && hasRoom(connection) && isReading(connection)) {
      pace.adapt(connection);
      long now = System.nanoTime();
      long allowed = pace.chunk(loader.isShort());
      for (TokenBucket limit : limits) {
        allowed = limit.available(allowed, now);
      }
      if (allowed <= 0) {
        return;
      }
      load(connection, Math.min(allowed, BufferPool.LARGEST));
    }
  }

  private boolean hasRoom(PeerConnection connection) {
    return loading < 2
        && connection.queuedPayload() < pace.chunk(false)
        && connection.queuedBlocks() < MOST_QUEUED
        && !connection.isClosed();
  }

  private boolean isReading(PeerConnection connection) {
    return pace.isReading(connection, loader.isShort());
  }

  private void load(PeerConnection connection, long bytes) {
    List<Block> blocks = next(bytes);
    take(bytesOf(blocks));
    loading++;
    int begun = chokes;
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
            if (begun == chokes && !pace.isResting()) {
              for (BlockLoader.Loaded next : ready) {
                connection.sendBlock(next.block(), next.payload(), next.lease());
              }
              return;
            }
            ready.forEach(next -> next.lease().release());
            late(ready.stream().map(BlockLoader.Loaded::block).toList(), begun == chokes);
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

  /** The oldest requests, at least one, and of those first that were read before. */
  private List<Block> next(long bytes) {
    if (returned.isEmpty()) {
      return queue.poll(MOST_BLOCKS, bytes);
    }
    List<Block> blocks = new ArrayList<>();
    long left = bytes;
    do {
      Block block = returned.removeFirst();
      left -= block.length();
      blocks.add(block);
    } while (!returned.isEmpty()
        && blocks.size() < MOST_BLOCKS
        && returned.getFirst().length() <= left);
    return blocks;
  }

  /** What was read came when the peer was choked, or takes no more. */
  private void late(List<Block> blocks, boolean counts) {
    credit(blocks);
    if (counts) {
      putBack(blocks);
    } else {
      blocks.stream().filter(block -> !isWanted(block)).forEach(rejected);
    }
  }
}
