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
import minibit.daemon.engine.device.Backlog;
import minibit.daemon.net.BufferPool;
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
  record Pending(RunningPiece piece, Block block, ByteBuffer payload, BufferPool.Lease lease)
      implements Backlog.Waiting {
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
  private final Backlog backlog;
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
      Backlog backlog,
      Executor disk,
      Executor hashers,
      boolean inline,
      HaveSet have,
      Verdicts verdicts) {
    this.geometry = geometry;
    this.hashes = hashes;
    this.storage = storage;
    this.log = log;
    this.backlog = backlog;
    this.lane = new WriteLane<>(disk, this::writeWaiting);
    this.hashers = hashers;
    this.inline = inline;
    this.have = have;
    this.verdicts = verdicts;
  }

  /**
   * Takes a block that was asked for, if it is the first copy.
   *
   * @param bringer the loop, or what else brings blocks: of one thread at a time
   * @param payload a slice of the lease, which is retained while it is needed
   * @param turn where it waits to be written
   * @return whether it was the first copy
   */
  boolean accept(
      Object bringer, Block block, ByteBuffer payload, BufferPool.Lease lease, Turn turn) {
    int number = block.piece();
    if (have.get(number)) {
      return false;
    }
    RunningPiece piece = running.get(number);
    if (piece == null || piece.isDead()) {
      piece = running.compute(number, (_, old) -> current(number, old));
    }
    if (piece == null || !piece.claim(block)) {
      return false;
    }
    Scratch scratch = SCRATCH.get();
    payload.get(0, scratch.block, 0, block.length());
    piece.hash(bringer, block, scratch.block, hashes.hasV1(), scratch.sha256);
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

  /** The try that goes on, or a new one; none if the piece was verified since somebody looked. */
  private @Nullable RunningPiece current(int number, @Nullable RunningPiece old) {
    if (old != null && !old.isDead()) {
      return old;
    }
    return have.get(number)
        ? null
        : new RunningPiece(number, geometry.pieceSize(number), hashes, old);
  }

  /** Writes a turn's blocks: here while the disk is quick, else on the disk pool. */
  void settle(Turn turn) {
    List<Pending> blocks = turn.unwritten;
    turn.unwritten = new ArrayList<>();
    if (!inline || !isQuick()) {
      backlog.add(blocks);
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

  /** Whether more may be read of the torrent's peers; {@code whenLess} is run once if not. */
  boolean hasRoom(Runnable whenLess) {
    return backlog.hasRoom(whenLess);
  }

  private void writeWaiting(List<Pending> blocks) {
    try {
      writeAll(blocks);
    } finally {
      backlog.remove(blocks);
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
    piece.beginWrite();
    try {
      write(piece, run);
    } finally {
      run.forEach(pending -> pending.lease().release());
      if (piece.endWrite()) {
        judgeIfDue(piece);
      }
    }
  }

  private void write(RunningPiece piece, List<Pending> run) {
    if (piece.isDead()) {
      return;
    }
    try {
      if (piece.takeJournal()) {
        log.begun(piece.piece());
      }
      storage.write(
          geometry.offset(piece.piece()) + run.getFirst().block().begin(),
          run.stream().map(Pending::payload).toList());
      piece.written(run.size());
    } catch (IOException | RuntimeException e) {
      fail(piece, e instanceof IOException io ? io : new IOException(e));
    }
  }

  private void fail(RunningPiece piece, IOException fault) {
    if (drop(piece)) {
      verdicts.writeFailed(piece.piece(), StorageException.ofWrite(fault));
    }
  }

  /** The last write may have been one of a try given up, for which a later one has waited. */
  private void judgeIfDue(RunningPiece written) {
    RunningPiece piece = written.isDead() ? running.get(written.piece()) : written;
    if (piece != null && piece.isDue()) {
      finish(piece);
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

  /**
   * Tells what a piece is worth, unless it was given up. A bad one stays until the swarm has it
   * forgotten, so that copies which come meanwhile are taken for what they are.
   */
  private void judge(RunningPiece piece, boolean fits) {
    if (!piece.judge(fits)) {
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
    if (!fits) {
      verdicts.failed(number);
      return;
    }
    have.add(number);
    running.remove(number, piece);
    verdicts.verified(number);
  }

  /** Drops what has come of a piece, unless it was found good: then the verdict is on its way. */
  void forget(int number) {
    RunningPiece piece = running.get(number);
    if (piece != null) {
      drop(piece);
    }
  }

  /** Gives a try up. One that is being written stays, for the next to wait for. */
  private boolean drop(RunningPiece piece) {
    boolean ended = piece.kill();
    if (ended && !piece.isWriting()) {
      running.remove(piece.piece(), piece);
    }
    return ended;
  }

  /** Drops everything that is not complete. */
  void forgetAll() {
    running.values().forEach(RunningPiece::kill);
  }
}
