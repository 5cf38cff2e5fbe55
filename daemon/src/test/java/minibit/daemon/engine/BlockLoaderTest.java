package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.disk.Storage;
import minibit.daemon.engine.device.DiskShare;
import minibit.daemon.engine.device.ReadRoom;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocks come to a peer in the order in which it asked, and no peer waits for another's disk. */
@Timeout(30)
class BlockLoaderTest {
  private static final int STUCK = 0;
  private static final int BROKEN = 3;

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final ExecutorService disk = Executors.newFixedThreadPool(2);
  private final BufferPool pool = new BufferPool(1 << 20);
  private final List<String> brought = new CopyOnWriteArrayList<>();
  private final BlockLoader loader =
      new BlockLoader(
          Geometry.linear(4 * Block.SIZE, Block.SIZE),
          new Disk(),
          null,
          new Unwatched(),
          new ReadRoom(pool, new DiskShare(1 << 30, new AtomicLong())),
          disk,
          disk);

  @AfterEach
  void close() {
    stuck.countDown();
    disk.close();
  }

  @Test
  void aReadThatIsQuickerDoesNotOvertake() {
    Executor one = loader.lane();
    load(STUCK, one);
    load(1, one);
    // Both threads are free for it only if the second read waits for the first.
    load(2, loader.lane());
    await().until(() -> brought.contains("2 done"));
    assertThat(brought).containsExactly("2", "2 done");

    stuck.countDown();

    await().until(() -> brought.contains("1 done"));
    assertThat(brought).containsExactly("2", "2 done", "0", "0 done", "1", "1 done");
    assertThat(pool.used()).isZero();
  }

  @Test
  void aReadThatBreaksDownIsOverAndTheNextOneRuns() {
    Executor one = loader.lane();
    load(BROKEN, one);
    load(1, one);

    await().until(() -> brought.contains("1 done"));
    assertThat(brought).containsExactly("3 failed", "3 done", "1", "1 done");
    assertThat(pool.used()).isZero();
  }

  private void load(int piece, Executor lane) {
    loader.load(
        List.of(new Block(piece, 0, Block.SIZE)),
        Runnable::run,
        lane,
        new BlockLoader.Taker() {
          @Override
          public boolean isGone() {
            return false;
          }

          @Override
          public void loaded(List<BlockLoader.Loaded> blocks) {
            for (BlockLoader.Loaded next : blocks) {
              assertThat(next.payload().get(0)).isEqualTo((byte) piece);
              brought.add(String.valueOf(next.block().piece()));
              next.lease().release();
            }
          }

          @Override
          public void failed(IOException fault) {
            brought.add(piece + " failed");
          }

          @Override
          public void done() {
            brought.add(piece + " done");
          }
        });
  }

  /** Every piece is full of its number; one is read when the test says so, one never. */
  private final class Disk implements Storage {
    @Override
    public void read(long offset, ByteBuffer into) {
      int piece = (int) (offset / Block.SIZE);
      if (piece == BROKEN) {
        throw new IllegalStateException("out of order");
      }
      if (piece == STUCK) {
        await().until(() -> stuck.getCount() == 0);
      }
      while (into.hasRemaining()) {
        into.put((byte) piece);
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
