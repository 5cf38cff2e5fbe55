package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.disk.Storage;
import minibit.daemon.disk.StorageException;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Loop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceAssemblerTest {
  private static final int PIECE = 2 * Block.SIZE;

  private final SampleTorrent sample = SampleTorrent.single(Metainfo.Version.V1, PIECE, PIECE, 7);
  private final byte[] content = sample.files().values().iterator().next();
  private final List<String> verdicts = new ArrayList<>();
  private final BufferPool pool = new BufferPool(4 << 20);

  /** Two loops bring a block each; the swarm is told of a loop's blocks before that is settled. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aVerdictWaitsForEveryLoopThatBroughtABlock(boolean inline) throws IOException {
    PieceAssembler assembler = assembler(inline);
    PieceAssembler.Turn first = new PieceAssembler.Turn();
    PieceAssembler.Turn second = new PieceAssembler.Turn();
    try (Loop one = new Loop("one", pool);
        Loop other = new Loop("other", pool)) {
      accept(assembler, one, 0, first);
      accept(assembler, other, 1, second);

      assembler.settle(second);
      assertThat(verdicts).isEmpty();

      assembler.settle(first);
      assertThat(verdicts).containsExactly("verified 0");
    }
    assertThat(pool.used()).isZero();
  }

  @Test
  void aPieceOfWrongBytesFailsAndMayComeAgain() throws IOException {
    PieceAssembler assembler = assembler(true);
    PieceAssembler.Turn turn = new PieceAssembler.Turn();
    try (Loop loop = new Loop("loop", pool)) {
      content[5] ^= 1;
      accept(assembler, loop, 0, turn);
      accept(assembler, loop, 1, turn);
      assembler.settle(turn);

      content[5] ^= 1;
      accept(assembler, loop, 0, turn);
      accept(assembler, loop, 1, turn);
      assembler.settle(turn);
    }
    assertThat(verdicts).containsExactly("failed 0", "verified 0");
    assertThat(pool.used()).isZero();
  }

  private void accept(PieceAssembler assembler, Loop loop, int block, PieceAssembler.Turn turn) {
    BufferPool.Lease lease = Objects.requireNonNull(pool.take(Block.SIZE, () -> {}));
    lease.buffer().put(content, block * Block.SIZE, Block.SIZE).flip();
    Block taken = new Block(0, block * Block.SIZE, Block.SIZE);
    assertThat(assembler.accept(loop, taken, lease.buffer().slice(), lease, turn)).isTrue();
    lease.release();
  }

  private PieceAssembler assembler(boolean inline) {
    Metainfo metainfo = sample.metainfo();
    return new PieceAssembler(
        metainfo.geometry(),
        new PieceHashes(metainfo),
        new Memory(),
        new NoResume(),
        Runnable::run,
        Runnable::run,
        inline,
        new HaveSet(new Bitfield(1)),
        new PieceAssembler.Verdicts() {
          @Override
          public void verified(int piece) {
            verdicts.add("verified " + piece);
          }

          @Override
          public void failed(int piece) {
            verdicts.add("failed " + piece);
          }

          @Override
          public void writeFailed(int piece, StorageException fault) {
            verdicts.add("write failed " + piece);
          }
        });
  }

  /** Content in memory. */
  private static final class Memory implements Storage {
    private final byte[] bytes = new byte[PIECE];

    @Override
    public void write(long offset, ByteBuffer data) {
      data.get(bytes, (int) offset, data.remaining());
    }

    @Override
    public void read(long offset, ByteBuffer into) {
      into.put(bytes, (int) offset, into.remaining());
    }

    @Override
    public boolean present(int piece) {
      return true;
    }

    @Override
    public void close() {}
  }
}
