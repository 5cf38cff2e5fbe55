package minibit.daemon.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.Test;

class ReadRoomTest {
  private static final int MIB = 1 << 20;
  private static final Runnable NOTHING = () -> {};

  private final BufferPool pool = new BufferPool(64 * MIB);
  private final AtomicLong all = new AtomicLong();

  /** However many devices hang, half of the buffers is left for one that reads. */
  @Test
  void devicesThatHangLeaveHalf() {
    for (int i = 0; i < 6; i++) {
      fill(room());
    }

    assertThat(pool.used()).isLessThanOrEqualTo(36 * MIB);
    ReadRoom healthy = room();
    for (int i = 0; i < 1000; i++) {
      BufferPool.Lease lease = Objects.requireNonNull(healthy.take(MIB, NOTHING));
      healthy.ended(lease);
      lease.release();
    }
  }

  /** What was read and waits for peers does not count against the device. */
  @Test
  void whatWasReadDoesNotCount() {
    ReadRoom room = room();
    int taken = 0;
    for (BufferPool.Lease lease = room.take(MIB, NOTHING);
        lease != null;
        lease = room.take(MIB, NOTHING)) {
      room.ended(lease);
      taken++;
    }

    assertThat(taken).isEqualTo(64);
  }

  @Test
  void whoWaitsGoesOnWhenAQuarterIsRead() {
    ReadRoom room = room();
    List<BufferPool.Lease> reading = fill(room);
    AtomicInteger goneOn = new AtomicInteger();
    assertThat(room.take(MIB, goneOn::incrementAndGet)).isNull();

    int quarter = reading.size() / 4;
    for (int i = 0; i < quarter; i++) {
      assertThat(goneOn).hasValue(0);
      room.ended(reading.get(i));
    }

    assertThat(goneOn).hasValue(1);
  }

  private ReadRoom room() {
    return new ReadRoom(pool, new DiskShare(pool.budget() / 2, all));
  }

  private List<BufferPool.Lease> fill(ReadRoom room) {
    List<BufferPool.Lease> reading = new ArrayList<>();
    for (BufferPool.Lease lease = room.take(MIB, NOTHING);
        lease != null;
        lease = room.take(MIB, NOTHING)) {
      reading.add(lease);
    }
    return reading;
  }
}
