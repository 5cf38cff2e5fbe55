package minibit.daemon.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacklogTest {
  private static final int MIB = 1 << 20;
  private static final Runnable NOTHING = () -> {};

  /** A block that has a buffer for itself. */
  private record Held(BufferPool.Lease lease) implements Backlog.Waiting {}

  private final AtomicLong all = new AtomicLong();
  private final BufferPool pool = new BufferPool(64 * MIB);

  @Test
  void readingGoesOnWhenAQuarterIsWritten() {
    Backlog backlog = backlog();
    Deque<Held> waiting = new ArrayDeque<>(fill(backlog));
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
  private List<Held> fill(Backlog backlog) {
    List<Held> blocks = new ArrayList<>();
    while (backlog.hasRoom(NOTHING)) {
      BufferPool.Lease lease = Objects.requireNonNull(pool.take(MIB, NOTHING));
      Held block = new Held(lease);
      blocks.add(block);
      backlog.add(List.of(block));
    }
    return blocks;
  }

  private static void write(Backlog backlog, Held block) {
    block.lease().release();
    backlog.remove(List.of(block));
  }
}
