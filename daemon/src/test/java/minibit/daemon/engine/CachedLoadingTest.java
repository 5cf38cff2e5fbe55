package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.cache.BlockCache;
import minibit.daemon.cache.CacheStats;
import minibit.daemon.cache.CachedContent;
import minibit.daemon.disk.Storage;
import minibit.daemon.engine.device.DiskShare;
import minibit.daemon.engine.device.ReadRoom;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that want the same are served by one read of a slow disk, and each by what it asked. */
class CachedLoadingTest {
  private static final Geometry CONTENT = Geometry.linear(16 * Block.SIZE, 16 * Block.SIZE);

  private final BufferPool pool = new BufferPool(1 << 20);
  private final BlockCache cache = new BlockCache(BlockCache.LEAST);
  private final CachedContent content = cache.open("ab", "a.bin", CONTENT);
  private final Queue<Runnable> disk = new ArrayDeque<>();
  private final List<String> brought = new ArrayList<>();
  private final List<BlockLoader.Loaded> held = new ArrayList<>();
  private final BlockLoader loader =
      new BlockLoader(
          CONTENT,
          new Disk(),
          content,
          new Unwatched(),
          new ReadRoom(pool, new DiskShare(1 << 30, new AtomicLong())),
          disk::add,
          Runnable::run);
  private int reads;
  private long broken = -1;

  @AfterEach
  void nothingLeaks() {
    held.forEach(block -> block.lease().release());
    content.close();
    cache.close();
    assertThat(pool.used()).isZero();
  }

  @Test
  void oneReadServesAllWhoWantARunAndTheNextOneNeedsNone() {
    load(0);
    load(1);
    load(1);
    run();
    assertThat(brought).containsExactly("0", "done", "1", "done", "1", "done");

    load(2);

    assertThat(brought).endsWith("2", "done");
    assertThat(disk).isEmpty();
    assertThat(reads).isEqualTo(1);
    CacheStats stats = cache.stats(0);
    assertThat(List.of(stats.misses(), stats.joined(), stats.hits())).containsExactly(1L, 2L, 1L);
    assertThat(stats.hitRate()).isEqualTo(0.75);
  }

  /** What a peer is slow to take must not keep the cache from taking in anything. */
  @Test
  void aPeerHoldsWhatItAskedForAndNoMore() {
    load(3);
    run();
    content.close();

    assertThat(held).hasSize(1);
    assertThat(pool.used()).as("one block, not its run").isEqualTo(Block.SIZE);
  }

  @Test
  void aBadSectorHarmsOnlyWhoWantsIt() {
    broken = 5 * Block.SIZE;
    load(4);
    load(5);

    run();

    assertThat(brought).containsExactlyInAnyOrder("4", "done", "failed", "done");
  }

  /** Who had to wait for a buffer looks again at what others had read meanwhile. */
  @Test
  void whatCameInWhileThereWasNoBufferIsNotReadAgain() {
    List<BufferPool.Lease> all = new ArrayList<>();
    load(0);
    for (BufferPool.Lease one = pool.take(Block.SIZE, () -> {});
        one != null;
        one = pool.take(Block.SIZE, () -> {})) {
      all.add(one);
    }
    load(1);
    run();

    all.forEach(BufferPool.Lease::release);

    assertThat(brought).containsExactly("0", "done", "1", "done");
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void blocksOfUnusualSizesAreReadWithoutTheCache() {
    load(new Block(0, 0, 2 * Block.SIZE));
    run();

    assertThat(brought).containsExactly("0", "done");
    assertThat(cache.stats(0).bytes()).isZero();
    assertThat(cache.stats(0).misses()).isEqualTo(1);
  }

  private void run() {
    for (Runnable task = disk.poll(); task != null; task = disk.poll()) {
      task.run();
    }
  }

  private void load(int block) {
    load(new Block(0, block * Block.SIZE, Block.SIZE));
  }

  private void load(Block block) {
    loader.load(
        List.of(block),
        Runnable::run,
        loader.lane(),
        new BlockLoader.Taker() {
          @Override
          public boolean isGone() {
            return false;
          }

          @Override
          public void loaded(List<BlockLoader.Loaded> blocks) {
            for (BlockLoader.Loaded next : blocks) {
              brought.add(String.valueOf(next.payload().get(0)));
              held.add(next);
            }
          }

          @Override
          public void failed(IOException fault) {
            brought.add("failed");
          }

          @Override
          public void done() {
            brought.add("done");
          }
        });
  }

  /** A slow disk whose blocks are full of their number. */
  private final class Disk implements Storage {
    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
      reads++;
      long end = System.nanoTime() + 2_000_000;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      if (broken >= offset && broken < offset + into.remaining()) {
        throw new IOException("a bad sector");
      }
      for (long at = offset; into.hasRemaining(); at++) {
        into.put((byte) (at / Block.SIZE));
      }
    }

    @Override
    public void write(long offset, ByteBuffer data) {
      throw new UnsupportedOperationException("nothing is written here");
    }

    @Override
    public boolean present(int piece) {
      return true;
    }

    @Override
    public void close() {}
  }

  private static final class Unwatched implements BlockLoader.Watched {
    @Override
    public boolean isGuarded() {
      return false;
    }

    @Override
    public boolean isUnchanged() {
      return true;
    }
  }
}
