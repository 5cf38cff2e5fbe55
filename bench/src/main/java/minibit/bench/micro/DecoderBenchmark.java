package minibit.bench.micro;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import minibit.core.piece.Block;
import minibit.core.wire.Agreement;
import minibit.core.wire.Decoded;
import minibit.core.wire.MessageDecoder;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A megabyte as a fast peer sends it, and as many requests. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecoderBenchmark {
  private static final int MESSAGES = 64;
  private static final int PIECES = 1_000;

  private final MessageDecoder decoder = new MessageDecoder(new Agreement(true, false));
  private final ByteBuffer blocks = ByteBuffer.allocateDirect(MESSAGES * (Block.SIZE + 32));
  private final ByteBuffer requests = ByteBuffer.allocateDirect(MESSAGES * 32);

  /** What came over the wire. */
  public DecoderBenchmark() {
    decoder.knowPieces(PIECES);
    for (int i = 0; i < MESSAGES; i++) {
      Block block = new Block(i, i * Block.SIZE, Block.SIZE);
      blocks.put(MessageEncoder.encode(new PeerMessage.Piece(block)));
      blocks.position(blocks.position() + Block.SIZE);
      MessageEncoder.encode(new PeerMessage.Request(block), requests);
    }
    blocks.flip();
    requests.flip();
  }

  /** A block found in the receive buffer. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public int piece() {
    return decodeAll(blocks);
  }

  /** A request. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public int request() {
    return decodeAll(requests);
  }

  private int decodeAll(ByteBuffer in) {
    in.rewind();
    int sum = 0;
    while (in.hasRemaining()) {
      sum +=
          switch (decoder.next(in)) {
            case Decoded.Message(PeerMessage message) -> message.hashCode();
            case Decoded.Payload(Block block, int position) -> block.piece() + position;
            case Decoded.Incomplete _, Decoded.Fault _ -> throw new AssertionError("ours is whole");
          };
    }
    return sum;
  }
}
