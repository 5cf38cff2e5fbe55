package minibit.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Work that no change of ours makes faster or slower: what the others are divided by, so that
 * figures of different machines and loads can be compared.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CalibrationBenchmark {
  private static final int STEPS = 1_000;

  private static final int REACHES = 100;

  // 64 MiB: beyond every cache that a core has to itself.
  private final int[] far = cycle(1 << 24);

  // Half a mebibyte: beyond the first cache, as the tables of a large torrent are.
  private final long[] table = new long[1 << 16];
  private long seed = 1;
  private int place;

  /** A thousand dependent steps through memory. */
  @Benchmark
  public long walk() {
    long x = seed++;
    for (int i = 0; i < STEPS; i++) {
      int at = (int) (x >>> 48);
      x = x * 0x5851F42D4C957F2DL + table[at] + 0x14057B7EF767814FL;
      table[at] = x;
    }
    return x;
  }

  /** A hundred dependent steps through memory that no cache of a core holds. */
  @Benchmark
  public int reach() {
    int at = place;
    for (int i = 0; i < REACHES; i++) {
      at = far[at];
    }
    place = at;
    return at;
  }

  /** All places in one round, each far from the one before (a full period: Hull and Dobell). */
  private static int[] cycle(int size) {
    int[] next = new int[size];
    for (int i = 0; i < size; i++) {
      next[i] = i * 0x5851F42D + 0x14057B7F & (size - 1);
    }
    return next;
  }
}
