package minibit.daemon.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.Test;

/** Any free leaf serves, none overlaps another, and there are no more than the budget allows. */
class LeavesTest {
  private static final int MIB = 1 << 20;

  private final Leaves leaves = new Leaves(2 * MIB);

  @Test
  void noLeafTouchesAnother() {
    List<BufferPool.Lease> out = leaves.take(2 * MIB / Leaves.SIZE);
    for (int i = 0; i < out.size(); i++) {
      for (int at = 0; at < Leaves.SIZE; at += 4) {
        out.get(i).buffer().putInt(at, i);
      }
    }

    for (int i = 0; i < out.size(); i++) {
      for (int at = 0; at < Leaves.SIZE; at += 4) {
        assertThat(out.get(i).buffer().getInt(at)).isEqualTo(i);
      }
    }
    assertThat(leaves.used()).isEqualTo(2 * MIB);
  }

  @Test
  void whatIsFreeServesWhereverItLies() {
    List<BufferPool.Lease> out = leaves.take(2 * MIB / Leaves.SIZE);
    List<BufferPool.Lease> back = new ArrayList<>();
    for (int i = 0; i < out.size(); i += 2) {
      out.get(i).release();
      back.add(out.get(i));
    }

    assertThat(leaves.take(back.size())).hasSameSizeAs(back);
    assertThat(leaves.take(1)).as("beyond the budget").isEmpty();
  }

  @Test
  void memoryIsAllocatedAsItIsNeeded() {
    assertThat(leaves.allocated()).isZero();

    leaves.take(1);

    assertThat(leaves.allocated()).isEqualTo(MIB);
    assertThat(leaves.take(2 * MIB / Leaves.SIZE)).as("all or none").isEmpty();
    assertThat(leaves.used()).isEqualTo(Leaves.SIZE);
  }
}
