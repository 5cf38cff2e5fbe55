package minibit.daemon.share.hash;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;

/**
 * One file on its way to its hashes: runs of pieces, taken in turn by as many threads as come,
 * counted off in steps. Runs are handed out under the pool's lock; the rest is any thread's.
 */
final class FileHashing {
  /** Bytes of a step: what a restart costs at most, and two seconds' work of a slow disk. */
  static final long STEP = 256L << 20;

  /** Bytes of a run: so that small pieces do not make threads jump. */
  private static final long RUN = 1L << 20;

  private static final int PER_PIECE = Metainfo.V1_HASH + Merkle.HASH;

  private final HashJob job;
  private final long size;
  private final int pieceLength;
  private final int pieces;
  private final int piecesPerRun;
  private final int piecesPerStep;
  private final byte[] v1;
  private final byte[] v2;
  private final AtomicIntegerArray openInStep;
  private final AtomicInteger open;
  private final AtomicLong done = new AtomicLong();
  private int next;
  private volatile boolean ended;

  FileHashing(HashJob job, Map<Integer, byte[]> known, long stepBytes) {
    this.job = job;
    this.size = job.stamp().size();
    this.pieceLength = (int) CanonicalPieces.length(size);
    this.pieces = (int) CanonicalPieces.count(size);
    this.piecesPerRun = (int) Math.max(1, Math.min(RUN, stepBytes) / pieceLength);
    this.piecesPerStep = (int) Math.max(1, stepBytes / pieceLength);
    this.v1 = new byte[pieces * Metainfo.V1_HASH];
    this.v2 = new byte[pieces * Merkle.HASH];
    int steps = (pieces + piecesPerStep - 1) / piecesPerStep;
    this.openInStep = new AtomicIntegerArray(steps);
    this.open = new AtomicInteger(pieces);
    for (int step = 0; step < steps; step++) {
      openInStep.set(step, piecesIn(step));
      byte[] hashes = known.get(step);
      if (hashes != null && hashes.length == piecesIn(step) * PER_PIECE) {
        restore(step, hashes);
      }
    }
  }

  HashJob job() {
    return job;
  }

  int pieceLength() {
    return pieceLength;
  }

  private int piecesIn(int step) {
    return Math.min(piecesPerStep, pieces - step * piecesPerStep);
  }

  private void restore(int step, byte[] hashes) {
    int first = step * piecesPerStep;
    int count = piecesIn(step);
    int split = count * Metainfo.V1_HASH;
    System.arraycopy(hashes, 0, v1, first * Metainfo.V1_HASH, split);
    System.arraycopy(hashes, split, v2, first * Merkle.HASH, hashes.length - split);
    openInStep.set(step, 0);
    open.addAndGet(-count);
    done.addAndGet(
        Math.min(size, (long) (first + count) * pieceLength) - (long) first * pieceLength);
  }

  /** What a step's pieces hash to, as {@link #restore} takes it. */
  byte[] stepHashes(int step) {
    int first = step * piecesPerStep;
    int count = piecesIn(step);
    byte[] hashes = new byte[count * PER_PIECE];
    int split = count * Metainfo.V1_HASH;
    System.arraycopy(v1, first * Metainfo.V1_HASH, hashes, 0, split);
    System.arraycopy(v2, first * Merkle.HASH, hashes, split, count * Merkle.HASH);
    return hashes;
  }

  /** Pieces that one thread takes: first inclusive, end exclusive. */
  record Run(int first, int end) {}

  /** Whether runs are left to hand out; passes over steps that are known. */
  boolean hasRun() {
    while (next < pieces
        && next % piecesPerStep == 0
        && openInStep.get(next / piecesPerStep) == 0) {
      next += piecesIn(next / piecesPerStep);
    }
    return next < pieces && !ended;
  }

  Run takeRun() {
    int first = next;
    // Both are powers of two, so a run never crosses into the next step.
    next = Math.min(pieces, first + piecesPerRun);
    return new Run(first, next);
  }

  long offset(int piece) {
    return (long) piece * pieceLength;
  }

  int length(int piece) {
    return (int) Math.min(pieceLength, size - offset(piece));
  }

  /**
   * Notes a piece.
   *
   * @return the step that it completes, or -1
   */
  int put(int piece, byte[] sha1, byte[] root) {
    System.arraycopy(sha1, 0, v1, piece * Metainfo.V1_HASH, Metainfo.V1_HASH);
    System.arraycopy(root, 0, v2, piece * Merkle.HASH, Merkle.HASH);
    int step = piece / piecesPerStep;
    return openInStep.decrementAndGet(step) == 0 ? step : -1;
  }

  /** Bytes that were read of it, for progress. */
  void count(long bytes) {
    done.addAndGet(bytes);
  }

  long done() {
    return done.get();
  }

  /** Counts pieces off; whether these were the last. */
  boolean finish(int count) {
    return open.addAndGet(-count) == 0;
  }

  boolean isWhole() {
    return open.get() == 0;
  }

  /** Whether more than one step is worth keeping. */
  boolean hasSteps() {
    return openInStep.length() > 1;
  }

  /** Ends it; true for the first to do so. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  boolean isEnded() {
    return ended;
  }

  /** What all of it hashes to; the layers of a piece's tree are those of the content. */
  ContentHashes hashes() {
    return ContentHashes.of(size, Arrays.copyOf(v1, v1.length), v2);
  }
}
