package minibit.core.piece;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of which some blocks are asked for or have come. Each block is free (nobody was asked),
 * open (asked of one peer, in endgame of a second one too) or received. Peers appear by their
 * connection's number. Mutable; one owner.
 */
public final class BegunPiece {
  /** No peer's number. */
  public static final long NOBODY = -1;

  private static final long[] NONE = {};

  private final int piece;
  private final Instant begunAt;
  private final long[] receivedFrom;
  private final long[][] askers;
  private long holder;
  private int received;
  private int free;
  private int open;
  private int firstFree;

  BegunPiece(int piece, int blocks, long holder, Instant begunAt) {
    this.piece = piece;
    this.begunAt = begunAt;
    this.holder = holder;
    this.receivedFrom = new long[blocks];
    this.askers = new long[blocks][];
    this.free = blocks;
    Arrays.fill(receivedFrom, NOBODY);
    Arrays.fill(askers, NONE);
  }

  /** Index of the piece. */
  public int piece() {
    return piece;
  }

  /** When its first block was asked for. */
  public Instant begunAt() {
    return begunAt;
  }

  /** The peer to whom the piece is left while it is fast enough, or {@link #NOBODY}. */
  public long holder() {
    return holder;
  }

  /** Number of blocks. */
  public int blocks() {
    return receivedFrom.length;
  }

  /** Blocks that came. */
  public int received() {
    return received;
  }

  /** Blocks asked for and not here. */
  public int open() {
    return open;
  }

  /** Blocks that nobody was asked for. */
  public int free() {
    return free;
  }

  /** Whether this block came. */
  public boolean isReceived(int block) {
    return receivedFrom[block] != NOBODY;
  }

  /** Whether nobody was asked for this block, and it did not come. */
  public boolean isFree(int block) {
    return !isReceived(block) && askers[block].length == 0;
  }

  /** How many peers have this block open. */
  public int askers(int block) {
    return askers[block].length;
  }

  /** Whether this block is open at this peer. */
  public boolean isAsked(int block, long peer) {
    for (long asker : askers[block]) {
      if (asker == peer) {
        return true;
      }
    }
    return false;
  }

  /** The peers that have this block open, in the order asked. */
  public long[] askersOf(int block) {
    return askers[block].clone();
  }

  /** The first free block, or -1. */
  public int firstFree() {
    if (free == 0) {
      return -1;
    }
    while (!isFree(firstFree)) {
      firstFree++;
    }
    return firstFree;
  }

  /** Every peer that sent a block of this piece, in the order of their first block. */
  public List<Long> contributors() {
    List<Long> peers = new ArrayList<>(2);
    for (long peer : receivedFrom) {
      if (peer != NOBODY && !peers.contains(peer)) {
        peers.add(peer);
      }
    }
    return peers;
  }

  /** Whether a peer other than this one sent or owes a block. */
  public boolean isTouchedByOthers(long peer) {
    for (int block = 0; block < receivedFrom.length; block++) {
      if (receivedFrom[block] != NOBODY && receivedFrom[block] != peer) {
        return true;
      }
      for (long asker : askers[block]) {
        if (asker != peer) {
          return true;
        }
      }
    }
    return false;
  }

  /** Leaves the piece to this peer from now on. */
  void holder(long peer) {
    holder = peer;
  }

  /** Notes that a peer was asked for a block. */
  void ask(int block, long peer) {
    if (isReceived(block) || isAsked(block, peer)) {
      throw new IllegalStateException("block " + block + " of piece " + piece + " is not askable");
    }
    if (askers[block].length == 0) {
      free--;
      open++;
    }
    askers[block] = Arrays.copyOf(askers[block], askers[block].length + 1);
    askers[block][askers[block].length - 1] = peer;
  }

  /** Notes that a peer will not send a block; says whether it had been asked. */
  boolean release(int block, long peer) {
    if (!isAsked(block, peer)) {
      return false;
    }
    long[] rest = new long[askers[block].length - 1];
    int kept = 0;
    for (long asker : askers[block]) {
      if (asker != peer) {
        rest[kept++] = asker;
      }
    }
    askers[block] = rest.length == 0 ? NONE : rest;
    if (rest.length == 0) {
      open--;
      free++;
      firstFree = Math.min(firstFree, block);
    }
    return true;
  }

  /** Notes a block that came; nobody owes it any more. Says whether it is the first copy. */
  boolean receive(int block, long peer) {
    if (isReceived(block)) {
      return false;
    }
    if (askers[block].length == 0) {
      free--;
    } else {
      open--;
    }
    askers[block] = NONE;
    receivedFrom[block] = peer;
    received++;
    return true;
  }

  @Override
  public String toString() {
    return "piece " + piece + ": " + received + " of " + blocks() + ", " + open + " open";
  }
}
