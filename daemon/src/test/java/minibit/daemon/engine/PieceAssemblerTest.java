package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.disk.Storage;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.engine.device.Backlog;
import minibit.daemon.engine.device.DiskShare;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Loop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceAssemblerTest {
  private static final int PIECE = 2 * Block.SIZE;

  private final SampleTorrent sample = SampleTorrent.single(Metainfo.Version.V1, PIECE, PIECE, 7);
  private final byte[] content = sample.files().values().iterator().next();
  private final List<String> verdicts = new ArrayList<>();
  private final BufferPool pool = new BufferPool(4 << 20);
  private final Memory memory = new Memory();
  private final Meanwhile afterLook = new Meanwhile();
  private final Meanwhile onVerified = new Meanwhile();
  private final Meanwhile onWrite = new Meanwhile();

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
      assembler.forget(0);
      accept(assembler, loop, 0, turn);
      accept(assembler, loop, 1, turn);
      assembler.settle(turn);
    }
    assertThat(verdicts).containsExactly("failed 0", "verified 0");
    assertThat(pool.used()).isZero();
  }

  /** Another loop completes the piece while this one looks whether it needs the block. */
  @Test
  void aCopyThatComesAsThePieceIsVerifiedIsNotWritten() throws IOException {
    PieceAssembler assembler = assembler(true);
    PieceAssembler.Turn turn = new PieceAssembler.Turn();
    PieceAssembler.Turn late = new PieceAssembler.Turn();
    try (Loop loop = new Loop("loop", pool)) {
      afterLook.then(
          () -> {
            accept(assembler, loop, 0, turn);
            accept(assembler, loop, 1, turn);
            assembler.settle(turn);
          });

      boolean first = offer(assembler, loop, 0, late);
      assembler.settle(late);

      assertThat(first).isFalse();
    }
    assertThat(verdicts).containsExactly("verified 0");
    assertThat(pool.used()).isZero();
  }

  /** The verdict is being told when the swarm gives the piece up: one of them counts. */
  @Test
  void aPieceThatIsJudgedGoodIsNotForgotten() throws IOException {
    PieceAssembler assembler = assembler(true);
    PieceAssembler.Turn turn = new PieceAssembler.Turn();
    PieceAssembler.Turn late = new PieceAssembler.Turn();
    List<Boolean> taken = new ArrayList<>();
    try (Loop loop = new Loop("loop", pool)) {
      onVerified.then(
          () -> {
            assembler.forget(0);
            content[5] ^= 1;
            taken.add(offer(assembler, loop, 0, late));
            content[5] ^= 1;
            assembler.settle(late);
          });
      accept(assembler, loop, 0, turn);
      accept(assembler, loop, 1, turn);
      assembler.settle(turn);
    }
    assertThat(taken).containsExactly(false);
    assertThat(verdicts).containsExactly("verified 0");
    assertThat(memory.bytes).isEqualTo(content);
  }

  /** Whoever sent it would not be told of to the swarm, which awaits no blocks of that piece. */
  @Test
  void copiesOfABadPieceAreRefusedUntilTheSwarmForgetsIt() throws IOException {
    PieceAssembler assembler = assembler(true);
    PieceAssembler.Turn turn = new PieceAssembler.Turn();
    try (Loop loop = new Loop("loop", pool)) {
      content[5] ^= 1;
      accept(assembler, loop, 0, turn);
      accept(assembler, loop, 1, turn);
      assembler.settle(turn);
      assertThat(verdicts).containsExactly("failed 0");

      assertThat(offer(assembler, loop, 0, turn)).isFalse();
      assembler.forget(0);
      assertThat(offer(assembler, loop, 0, turn)).isTrue();
      assembler.settle(turn);
    }
  }

  /** A disk hangs in a write; meanwhile the piece is given up, perhaps twice, and comes again. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Timeout(20)
  void aWriteUnderWayHoldsUpTheVerdictOnALaterTry(int givenUp) throws Exception {
    PieceAssembler assembler = assembler(true);
    PieceAssembler.Turn hanging = new PieceAssembler.Turn();
    PieceAssembler.Turn turn = new PieceAssembler.Turn();
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Loop one = new Loop("one", pool);
        Loop other = new Loop("other", pool)) {
      onWrite.then(
          () -> {
            writing.countDown();
            goOn.await();
          });
      content[5] ^= 1;
      accept(assembler, one, 0, hanging);
      content[5] ^= 1;
      Thread slow = Thread.ofPlatform().start(() -> assembler.settle(hanging));
      writing.await();
      for (int i = 0; i < givenUp; i++) {
        assembler.forget(0);
        accept(assembler, other, 0, turn);
      }
      accept(assembler, other, 1, turn);
      assembler.settle(turn);
      assertThat(verdicts).isEmpty();

      goOn.countDown();
      slow.join();
      assertThat(verdicts).containsExactly("failed 0");

      assembler.forget(0);
      accept(assembler, one, 0, turn);
      accept(assembler, one, 1, turn);
      assembler.settle(turn);
    }
    assertThat(verdicts).containsExactly("failed 0", "verified 0");
    assertThat(memory.bytes).isEqualTo(content);
    assertThat(pool.used()).isZero();
  }

  private void accept(PieceAssembler assembler, Loop loop, int block, PieceAssembler.Turn turn) {
    assertThat(offer(assembler, loop, block, turn)).isTrue();
  }

  private boolean offer(PieceAssembler assembler, Loop loop, int block, PieceAssembler.Turn turn) {
    BufferPool.Lease lease = Objects.requireNonNull(pool.take(Block.SIZE, () -> {}));
    lease.buffer().put(content, block * Block.SIZE, Block.SIZE).flip();
    Block taken = new Block(0, block * Block.SIZE, Block.SIZE);
    boolean first = assembler.accept(loop, taken, lease.buffer().slice(), lease, turn);
    lease.release();
    return first;
  }

  /** What another thread does at some moment, once. */
  private static final class Meanwhile {
    interface Step {
      void run() throws InterruptedException;
    }

    private static final Step NOTHING = () -> {};
    private Step planned = NOTHING;

    void then(Step step) {
      planned = step;
    }

    void happen() {
      Step now = planned;
      planned = NOTHING;
      try {
        now.run();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The verified pieces, of which another one may be new right after somebody looked. */
  private final class Watched extends HaveSet {
    Watched() {
      super(new Bitfield(1));
    }

    @Override
    boolean get(int piece) {
      boolean before = super.get(piece);
      afterLook.happen();
      return before;
    }
  }

  private ResumeLog log() {
    return (ResumeLog)
        Proxy.newProxyInstance(
            ResumeLog.class.getClassLoader(),
            new Class<?>[] {ResumeLog.class},
            (_, method, _) -> {
              if (method.getName().equals("verified")) {
                onVerified.happen();
              }
              return null;
            });
  }

  private PieceAssembler assembler(boolean inline) {
    Metainfo metainfo = sample.metainfo();
    return new PieceAssembler(
        metainfo.geometry(),
        new PieceHashes(metainfo),
        memory,
        log(),
        new Backlog(new DiskShare(4 << 20, new AtomicLong())),
        Runnable::run,
        Runnable::run,
        inline,
        new Watched(),
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
  private final class Memory implements Storage {
    private final byte[] bytes = new byte[PIECE];

    @Override
    public void write(long offset, ByteBuffer data) {
      onWrite.happen();
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
