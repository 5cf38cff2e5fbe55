package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.disk.Storage;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Loop;
import org.jspecify.annotations.Nullable;

/**
 * Turns blocks into pieces: hashes them as they come, writes them, and says for each piece whether
 * it is right once all of it is on disk. Any thread.
 */
final class PieceAssembler {
  /** A turn's writes on the loop that take longer than this show that the disk is not quick now. */
  private static final long QUICK_NANOS = 20_000_000;

  /** How long after a slow write the loops leave writing to the disk pool. */
  private static final long SLOW_PERIOD_NANOS = 2_000_000_000L;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  /** What a loop needs to hash: one copy of the block on the heap, where digests are fastest. */
  private static final class Scratch {
    final byte[] block = new byte[Block.SIZE];
    final MessageDigest sha256 = PieceHashes.sha256();
  }

  /** Who hears what became of pieces. Any thread. */
  interface Verdicts {
    void verified(int piece);

    void failed(int piece);

    void writeFailed(int piece, StorageException fault);
  }

  /** A block on its way to disk; it holds its buffer. */
  record Pending(RunningPiece piece, Block block, ByteBuffer payload, BufferPool.Lease lease) {
    /** Whether it begins where the other one ends, in the same attempt at the same piece. */
    boolean follows(Pending other) {
      return piece == other.piece && other.block.begin() + other.block.length() == block.begin();
    }
  }

  /**
   * The blocks of a loop's turn, to be written once the swarm knows of them. A verdict needs every
   * block on disk, so it never comes before the blocks it is about, whatever loops brought them.
   * One a link; on its loop.
   */
  static final class Turn {
    private List<Pending> unwritten = new ArrayList<>();

    boolean isEmpty() {
      return unwritten.isEmpty();
    }
  }

  private final Geometry geometry;
  private final PieceHashes hashes;
  private final Storage storage;
  private final ResumeLog log;
  private final WriteLane<Pending> lane;
  private final Executor hashers;
  private final boolean inline;
  private final Verdicts verdicts;
  private final HaveSet have;
  private final Map<Integer, RunningPiece> running = new ConcurrentHashMap<>();
  private volatile long slowUntil;
  private volatile boolean slow;

  PieceAssembler(
      Geometry geometry,
      PieceHashes hashes,
      Storage storage,
      ResumeLog log,
      Executor disk,
      Executor hashers,
      boolean inline,
      HaveSet have,
      Verdicts verdicts) {
    this.geometry = geometry;
    this.hashes = hashes;
    this.storage = storage;
    this.log = log;
    this.lane = new WriteLane<>(disk, this::writeAll);
    this.hashers = hashers;
    this.inline = inline;
    this.have = have;
    this.verdicts = verdicts;
  }

  /**
   * Takes a block that was asked for, if it is the first copy.
   *
   * @param payload a slice of the lease, which is retained while it is needed
   * @param turn where it waits to be written
   * @return whether it was the first copy
   */
  boolean accept(Loop loop, Block block, ByteBuffer payload, BufferPool.Lease lease, Turn turn) {
    int number = block.piece();
    if (have.get(number)) {
      return false;
    }
    RunningPiece piece = running.get(number);
    if (piece == null || piece.isDead()) {
      piece =
          running.compute(
              number, (_, old) -> old == null || old.isDead() ? begin(number, old) : old);
    }
    if (!piece.claim(block)) {
      return false;
    }
    Scratch scratch = SCRATCH.get();
    payload.get(0, scratch.block, 0, block.length());
    piece.hash(loop, block, scratch.block, hashes.hasV1(), scratch.sha256);
    lease.retain();
    turn.unwritten.add(new Pending(piece, block, payload, lease));
    return true;
  }

  private boolean isQuick() {
    if (slow && System.nanoTime() - slowUntil > 0) {
      slow = false;
    }
    return !slow;
  }

  private RunningPiece begin(int number, @Nullable RunningPiece old) {
    return new RunningPiece(
        number, geometry.pieceSize(number), hashes, old != null && old.isWriting());
  }

  /** Writes a turn's blocks: here while the disk is quick, else on the disk pool. */
  void settle(Turn turn) {
    List<Pending> blocks = turn.unwritten;
    turn.unwritten = new ArrayList<>();
    if (!inline || !isQuick()) {
      lane.add(blocks);
      return;
    }
    long before = System.nanoTime();
    writeAll(blocks);
    long after = System.nanoTime();
    if (after - before > QUICK_NANOS) {
      slowUntil = after + SLOW_PERIOD_NANOS;
      slow = true;
    }
  }

  /** Neighbours go to disk in one write. */
  private void writeAll(List<Pending> blocks) {
    for (int first = 0; first < blocks.size(); ) {
      int next = first + 1;
      while (next < blocks.size() && blocks.get(next).follows(blocks.get(next - 1))) {
        next++;
      }
      writeRun(blocks.subList(first, next));
      first = next;
    }
  }

  /** Writes neighbouring blocks of one piece, and judges the piece if they were its last. */
  private void writeRun(List<Pending> run) {
    RunningPiece piece = run.getFirst().piece();
    if (write(piece, run)) {
      finish(piece);
    }
  }

  private boolean write(RunningPiece piece, List<Pending> run) {
    try {
      if (!piece.beginWrite()) {
        return false;
      }
      try {
        if (piece.takeJournal()) {
          log.begun(piece.piece());
        }
        storage.write(
            geometry.offset(piece.piece()) + run.getFirst().block().begin(),
            run.stream().map(Pending::payload).toList());
        return piece.written(run.size());
      } catch (IOException | RuntimeException e) {
        piece.failedWrite();
        fail(piece, e instanceof IOException io ? io : new IOException(e));
        return false;
      }
    } finally {
      run.forEach(pending -> pending.lease().release());
    }
  }

  private void fail(RunningPiece piece, IOException fault) {
    boolean first = running.remove(piece.piece(), piece);
    piece.kill();
    if (first) {
      verdicts.writeFailed(piece.piece(), StorageException.ofWrite(fault));
    }
  }

  private void finish(RunningPiece piece) {
    if (piece.isHashed(hashes.hasV1())) {
      byte[] digest = hashes.hasV1() ? piece.sha1().digest() : new byte[0];
      judge(piece, hashes.fits(piece.piece(), digest, piece.leaves()));
    } else {
      hashers.execute(() -> rehash(piece));
    }
  }

  private void rehash(RunningPiece piece) {
    try {
      judge(
          piece,
          hashes.check(storage, piece.piece(), piece.sha1(), piece.hashed(), piece.leaves()));
    } catch (IOException e) {
      fail(piece, e);
    }
  }

  private void judge(RunningPiece piece, boolean fits) {
    if (piece.isDead()) {
      return;
    }
    int number = piece.piece();
    try {
      if (fits) {
        log.verified(number);
      } else {
        log.forgotten(number);
      }
    } catch (IOException e) {
      // The piece is right; a journal that cannot be written costs a rehash at the next start.
      piece.takeJournal();
    }
    if (fits) {
      have.add(number);
    }
    running.remove(number, piece);
    if (fits) {
      verdicts.verified(number);
    } else {
      verdicts.failed(number);
    }
  }

  /** Drops what has come of a piece. */
  void forget(int number) {
    RunningPiece piece = running.get(number);
    if (piece != null) {
      piece.kill();
      if (!piece.isWriting()) {
        running.remove(number, piece);
      }
    }
  }

  /** Drops everything that is not complete. */
  void forgetAll() {
    running.values().forEach(RunningPiece::kill);
  }
}
