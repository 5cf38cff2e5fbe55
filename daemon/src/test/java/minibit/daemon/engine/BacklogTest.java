package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Block;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacklogTest {
  private static final int MIB = 1 << 20;
  private static final Runnable NOTHING = () -> {};

  private final SampleTorrent sample = SampleTorrent.single(Metainfo.Version.V1, MIB, MIB, 7);
  private final RunningPiece piece =
      new RunningPiece(0, MIB, new PieceHashes(sample.metainfo()), null);
  private final AtomicLong all = new AtomicLong();
  private final BufferPool pool = new BufferPool(64 * MIB);

  @Test
  void readingGoesOnWhenAQuarterIsWritten() {
    Backlog backlog = backlog();
    Deque<PieceAssembler.Pending> waiting = new ArrayDeque<>(fill(backlog));
    AtomicInteger goneOn = new AtomicInteger();
    assertThat(backlog.hasRoom(goneOn::incrementAndGet)).isFalse();

    int quarter = waiting.size() / 4;
    for (int i = 0; i < quarter; i++) {
      assertThat(goneOn).hasValue(0);
      write(backlog, waiting.remove());
    }

    assertThat(goneOn).hasValue(1);
    assertThat(backlog.hasRoom(NOTHING)).isTrue();
  }

  @Test
  void aDeviceThatIsAloneHasMoreThanHalf() {
    assertThat(fill(backlog())).hasSizeGreaterThan(32);
  }

  /** Whose disks write take all that is left, and then one buffer more: they must go on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 8})
  void aShortagePassesHoweverManyDisksHang(int hung) {
    for (int i = 0; i < hung; i++) {
      fill(backlog());
    }
    List<BufferPool.Lease> read = new ArrayList<>();
    AtomicInteger goneOn = new AtomicInteger();
    BufferPool.Lease next = pool.take(MIB, goneOn::incrementAndGet);
    while (next != null) {
      read.add(next);
      next = pool.take(MIB, goneOn::incrementAndGet);
    }

    read.forEach(BufferPool.Lease::release);

    assertThat(read).hasSizeGreaterThan(64 / 8);
    assertThat(goneOn).hasValue(1);
  }

  private Backlog backlog() {
    return new Backlog(new DiskShare(pool.budget() / 4 * 3, all));
  }

  /** Blocks that nobody writes, a buffer each, until no more may be read. */
  private List<PieceAssembler.Pending> fill(Backlog backlog) {
    List<PieceAssembler.Pending> blocks = new ArrayList<>();
    while (backlog.hasRoom(NOTHING)) {
      BufferPool.Lease lease = Objects.requireNonNull(pool.take(MIB, NOTHING));
      PieceAssembler.Pending block = pending(lease);
      blocks.add(block);
      backlog.add(List.of(block));
    }
    return blocks;
  }

  private static void write(Backlog backlog, PieceAssembler.Pending block) {
    block.lease().release();
    backlog.remove(List.of(block));
  }

  private PieceAssembler.Pending pending(BufferPool.Lease lease) {
    Block block = new Block(0, 0, Block.SIZE);
    return new PieceAssembler.Pending(piece, block, lease.buffer(), lease);
  }
}
