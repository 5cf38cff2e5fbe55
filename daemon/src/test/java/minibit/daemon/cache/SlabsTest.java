package minibit.daemon.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers of any mixture of sizes share the same memory, and none overlaps another. */
class SlabsTest {
  private static final int MIB = 1 << 20;

  private record Marked(BufferPool.Lease lease, long mark) {
    void write() {
      ByteBuffer all = lease.buffer();
      for (int at = 0; at < all.capacity(); at += 8) {
        all.putLong(at, mark);
      }
    }

    boolean isIntact() {
      ByteBuffer all = lease.buffer();
      for (int at = 0; at < all.capacity(); at += 8) {
        if (all.getLong(at) != mark) {
          return false;
        }
      }
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noBufferTouchesAnother(long seed) {
    Random random = new Random(seed);
    Slabs slabs = new Slabs(4 * MIB);
    List<Marked> out = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (random.nextInt(3) > 0) {
        int bytes = 1 + random.nextInt(Slabs.LARGEST >> random.nextInt(7));
        BufferPool.Lease lease = slabs.take(bytes);
        if (lease != null) {
          assertThat(lease.buffer().capacity()).isEqualTo(Slabs.sizeFor(bytes));
          Marked marked = new Marked(lease, random.nextLong());
          marked.write();
          out.add(marked);
        }
      } else if (!out.isEmpty()) {
        Marked back = out.remove(random.nextInt(out.size()));
        assertThat(back.isIntact()).isTrue();
        back.lease().release();
      }
      assertThat(slabs.allocated()).isLessThanOrEqualTo(4 * MIB);
    }
    out.forEach(marked -> marked.lease().release());

    assertThat(slabs.used()).isZero();
    for (int i = 0; i < 4; i++) {
      assertThat(slabs.take(Slabs.LARGEST)).as("a whole slab, joined again").isNotNull();
    }
    assertThat(slabs.take(1)).as("beyond the budget").isNull();
  }

  @Test
  void sizesAreTheNextPowerOfTwo() {
    assertThat(Slabs.sizeFor(1)).isEqualTo(16 * 1024);
    assertThat(Slabs.sizeFor(16 * 1024)).isEqualTo(16 * 1024);
    assertThat(Slabs.sizeFor(16 * 1024 + 1)).isEqualTo(32 * 1024);
    assertThat(Slabs.sizeFor(MIB)).isEqualTo(MIB);
    assertThatThrownBy(() -> Slabs.sizeFor(MIB + 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
