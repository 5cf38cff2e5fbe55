package minibit.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.wire.CloseReason;

/**
 * What one peer has asked of us and not got yet, in order, kept by the connection's loop. Where
 * requests are rejected (BEP 6, BEP 52) each gets exactly one answer: every request given to {@link
 * #request} is either answered by it, handed out by {@link #poll}, or returned by {@link #choke} or
 * {@link #cancel} to be rejected.
 *
 * <p>One owner, not safe for threads. A waiting request costs at most 56 bytes.
 */
public final class UploadQueue {
  /** Requests that may wait; what we announce as {@code reqq}. More are rejected. */
  public static final int MAX_WAITING = 1024;

  /**
   * Requests that may wait of a peer that knows no rejects. Such a peer takes silence for a promise
   * and waits for ever, so it is given room for what the fastest are seen to ask whatever we
   * announce (one for each 5 KiB/s, so 8,000 at 40 MB/s); 448 KiB when full.
   */
  public static final int MAX_WAITING_UNREJECTED = 16 * 1024;

  /** How often a peer that overruns even that is told to begin again before it is a nuisance. */
  public static final int MAX_RESTARTS = 16;

  /** The longest block we serve: what every client asks for. */
  public static final int MAX_LENGTH = Block.SIZE;

  /** The longest block that is refused and not taken for an attack: some clients try 128 KiB. */
  public static final int MAX_TOLERATED_LENGTH = 128 * 1024;

  /**
   * Refusals in a row before the peer is a nuisance: four full queues, more than any peer can have
   * under way when it is choked. A peer that knows no rejects may have more under way, and has
   * twice what may wait of it.
   */
  public static final int MAX_REFUSALS = 4 * MAX_WAITING;

  /** What to do about a request. */
  public sealed interface Verdict {
    /** It waits its turn. */
    record Queued() implements Verdict {}

    /** Send a reject. */
    record Refused() implements Verdict {}

    /** Say nothing: the peer knows no rejects. */
    record Ignored() implements Verdict {}

    /**
     * Choke the peer and unchoke it: all it has asked is void, here already, and it asks again. The
     * one word a peer without rejects understands.
     */
    record StartOver() implements Verdict {}

    /** Close the connection. */
    record Fault(CloseReason reason) implements Verdict {}
  }

  private final Geometry geometry;
  private final boolean rejects;
  private final IntPredicate have;
  private final WaitingBlocks waiting;
  private final TreeSet<Integer> allowedFast = new TreeSet<>();
  private boolean choking = true;
  private long allowedBytes;
  private int refusals;
  private int restarts;

  /**
   * An empty queue of a peer we choke.
   *
   * @param rejects whether requests that are not served are rejected (BEP 6, BEP 52)
   * @param salt what no peer knows, so that none can ask for what is slow to find; it changes no
   *     answer
   * @param have whether we can serve a piece: verified and stored
   */
  public UploadQueue(Geometry geometry, boolean rejects, long salt, IntPredicate have) {
    this.geometry = geometry;
    this.rejects = rejects;
    this.have = have;
    this.waiting = new WaitingBlocks(salt);
  }

  /**
   * The peer may ask for this piece while choked (BEP 6), for twice its bytes: enough for every
   * block and a lost connection's worth again, and no way around the choke.
   */
  public void allowFast(int piece) {
    if (allowedFast.add(piece)) {
      allowedBytes += 2L * geometry.pieceSize(piece);
    }
  }

  /** Judges a request, and queues it if it will be served. */
  public Verdict request(Block block) {
    if (!geometry.reaches(block) || block.length() > MAX_TOLERATED_LENGTH) {
      return new Verdict.Fault(CloseReason.BLOCK_OUT_OF_RANGE);
    }
    if (block.length() > MAX_LENGTH) {
      return rejects ? refuse() : new Verdict.Fault(CloseReason.BLOCK_OUT_OF_RANGE);
    }
    if (size() >= MAX_WAITING && !choking && !rejects) {
      if (size() == MAX_WAITING_UNREJECTED) {
        return startOver();
      }
    } else if (size() == MAX_WAITING) {
      return refuse();
    }
    if (!have.test(block.piece()) || choking && !spend(block)) {
      return refuse();
    }
    refusals = 0;
    waiting.add(block);
    return new Verdict.Queued();
  }

  /**
   * Drops a waiting request; one handed out already is served.
   *
   * @return whether it waited: then reject it, where requests are rejected
   */
  public boolean cancel(Block block) {
    return waiting.remove(block);
  }

  /**
   * We choke the peer: only allowed fast pieces go on, where there are such.
   *
   * @return the requests that wait no longer: reject them after the choke, where requests are
   *     rejected
   */
  public List<Block> choke() {
    choking = true;
    List<Block> asked = poll(MAX_WAITING_UNREJECTED, Long.MAX_VALUE);
    List<Block> dropped = new ArrayList<>();
    for (Block block : asked) {
      if (spend(block)) {
        waiting.add(block);
      } else {
        dropped.add(block);
      }
    }
    return dropped;
  }

  /** We unchoke the peer: it may ask. */
  public void unchoke() {
    choking = false;
    refusals = 0;
  }

  /** Whether we choke the peer. */
  public boolean isChoking() {
    return choking;
  }

  /** How many requests wait. */
  public int size() {
    return waiting.size();
  }

  /**
   * Takes the oldest requests, to be served now.
   *
   * @param blocks at most so many
   * @param bytes at most so many bytes of payload, yet one block whenever this is positive
   */
  public List<Block> poll(int blocks, long bytes) {
    List<Block> taken = new ArrayList<>(Math.min(blocks, size()));
    long left = bytes;
    while (taken.size() < blocks && left > 0) {
      Block next = waiting.first();
      if (next == null || next.length() > left && !taken.isEmpty()) {
        break;
      }
      left -= next.length();
      taken.add(next);
      waiting.removeFirst();
    }
    return taken;
  }

  private Verdict startOver() {
    waiting.clear();
    return ++restarts > MAX_RESTARTS
        ? new Verdict.Fault(CloseReason.FLOOD)
        : new Verdict.StartOver();
  }

  private Verdict refuse() {
    if (++refusals > (rejects ? MAX_REFUSALS : 2 * MAX_WAITING_UNREJECTED)) {
      return new Verdict.Fault(CloseReason.FLOOD);
    }
    return rejects ? new Verdict.Refused() : new Verdict.Ignored();
  }

  private boolean spend(Block block) {
    if (!allowedFast.contains(block.piece()) || allowedBytes < block.length()) {
      return false;
    }
    allowedBytes -= block.length();
    return true;
  }
}
