package minibit.bench.micro;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Merkle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The root above the leaves of a piece of 1 MiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MerkleBenchmark {
  private static final int LEAVES = 64;

  private final byte[] leaves = new byte[LEAVES * Merkle.HASH];

  /** Leaves of any bytes. */
  public MerkleBenchmark() {
    new SplittableRandom(1).nextBytes(leaves);
  }

  /** The root of a piece. */
  @Benchmark
  public byte[] pieceRoot() {
    return Merkle.root(leaves, 0, Merkle.log2(LEAVES));
  }
}
