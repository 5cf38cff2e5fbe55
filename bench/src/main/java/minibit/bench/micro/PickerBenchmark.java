package minibit.bench.micro;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import minibit.core.picker.Pace;
import minibit.core.picker.PickWatch;
import minibit.core.picker.PiecePicker;
import minibit.core.picker.Puller;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.piece.PieceTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Choices in a swarm of 100,000 pieces and 200 peers, each with a share of its own of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickerBenchmark {
  private static final int PIECES = 100_000;
  private static final int PEERS = 200;
  private static final int BLOCKS = 16;

  private static final Pace PATIENT =
      new Pace() {
        @Override
        public boolean keepsUp(long peer, long bytesLeft) {
          return true;
        }

        @Override
        public boolean isHopeless(long peer) {
          return false;
        }
      };

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Puller> pullers = new ArrayList<>();
  private final PiecePicker picker;
  private int turn;

  /** The swarm, once the first piece is there. */
  public PickerBenchmark() {
    Bitfield have = new Bitfield(PIECES);
    have.set(0);
    Geometry geometry = Geometry.linear((long) PIECES * BLOCKS * Block.SIZE, BLOCKS * Block.SIZE);
    picker = new PiecePicker(new PieceTable(geometry, have), PATIENT, PickWatch.NONE, random);
    byte[] priorities = new byte[PIECES];
    Arrays.fill(priorities, (byte) 4);
    picker.want(priorities, false);
    for (int peer = 0; peer < PEERS; peer++) {
      Bitfield has = new Bitfield(PIECES);
      int percent = 1 + random.nextInt(99);
      for (int piece = 0; piece < PIECES; piece++) {
        if (random.nextInt(100) < percent) {
          has.set(piece);
        }
      }
      picker.join(has);
      pullers.add(Puller.of(peer, has));
    }
  }

  /** A block chosen, asked for and given back; a piece's blocks are chosen together. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS)
  public int block() {
    Puller peer = pullers.get(turn++ % PEERS);
    List<Block> blocks = picker.pick(peer, BLOCKS, Instant.EPOCH);
    for (Block block : blocks) {
      picker.released(block, peer.number());
    }
    return blocks.size();
  }

  /** A peer gains a piece, and loses it again. */
  @Benchmark
  @OperationsPerInvocation(2)
  public void have() {
    int piece = 1 + random.nextInt(PIECES - 1);
    picker.gained(piece);
    picker.lost(piece);
  }
}
