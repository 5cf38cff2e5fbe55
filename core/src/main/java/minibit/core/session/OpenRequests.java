package minibit.core.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import minibit.core.piece.Block;

/**
 * The blocks we have asked of one peer and not yet got, kept by the connection's loop, so that a
 * block nobody asked for is known before the disk sees it. A block taken back may still be on its
 * way, so it stays known for a while as withdrawn.
 *
 * <p>One owner, not safe for threads. Bounded: {@link #MAX} open and {@link #MAX} withdrawn.
 */
public final class OpenRequests {
  /** Requests open at one peer, and withdrawn ones remembered: the largest window we ever use. */
  public static final int MAX = 1024;

  /** How a block that came relates to what was asked. */
  public enum Arrival {
    /** It was asked for; it is no longer open. */
    ASKED,
    /** It was asked for and taken back, or voided by a choke. No fault; use it if still missing. */
    WITHDRAWN,
    /** It was not asked for: drop it, and close (BEP 6, BEP 52). */
    UNASKED,
  }

  private final boolean rejects;
  private final LinkedHashSet<Block> open = new LinkedHashSet<>();
  // How many answers are still due for each block taken back.
  private final LinkedHashMap<Block, Integer> withdrawn = new LinkedHashMap<>();

  // The peer chokes us and would pass over requests without a word.
  private boolean mute;

  /**
   * No open requests.
   *
   * @param rejects whether the peer answers each request with exactly one piece or reject (BEP 6,
   *     BEP 52); else a choke voids what is open (BEP 3)
   */
  public OpenRequests(boolean rejects) {
    this.rejects = rejects;
  }

  /**
   * Notes a request about to be sent.
   *
   * @return false, and then it must not be sent, if the block is open already, if {@link #MAX} are,
   *     or if it would be void: a request that was decided on before the news of a choke
   */
  public boolean add(Block block) {
    return !mute && open.size() < MAX && open.add(block);
  }

  /** Takes an open request back; false if it is not open, and then no cancel must be sent. */
  public boolean cancel(Block block) {
    if (!open.remove(block)) {
      return false;
    }
    remember(block);
    return true;
  }

  /** Strikes off a block that came. */
  public Arrival received(Block block) {
    if (open.remove(block)) {
      return Arrival.ASKED;
    }
    return forget(block) ? Arrival.WITHDRAWN : Arrival.UNASKED;
  }

  /**
   * Strikes off a request that the peer rejected. Answers come in the order of the requests, so a
   * reject of a block asked again is the answer to the withdrawn request.
   */
  public Arrival rejected(Block block) {
    if (forget(block)) {
      return Arrival.WITHDRAWN;
    }
    return open.remove(block) ? Arrival.ASKED : Arrival.UNASKED;
  }

  /**
   * The peer choked us. Where requests are rejected one by one nothing changes; else all are void,
   * though blocks already on their way may still come.
   *
   * @return the blocks that were open and will not be answered
   */
  public List<Block> choked() {
    if (rejects) {
      return List.of();
    }
    mute = true;
    List<Block> voided = open();
    open.clear();
    voided.forEach(this::remember);
    return voided;
  }

  /** The peer unchoked us: it can be asked again. */
  public void unchoked() {
    mute = false;
  }

  /** Whether this block is open. */
  public boolean contains(Block block) {
    return open.contains(block);
  }

  /** How many are open. */
  public int size() {
    return open.size();
  }

  /** The open blocks, oldest first. */
  public List<Block> open() {
    return new ArrayList<>(open);
  }

  private void remember(Block block) {
    Integer due = withdrawn.remove(block);
    withdrawn.put(block, due == null ? 1 : due + 1);
    if (withdrawn.size() > MAX) {
      withdrawn.pollFirstEntry();
    }
  }

  private boolean forget(Block block) {
    Integer due = withdrawn.remove(block);
    if (due == null) {
      return false;
    }
    if (due > 1) {
      withdrawn.put(block, due - 1);
    }
    return true;
  }
}
