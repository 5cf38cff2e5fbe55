package minibit.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import minibit.core.piece.Block;

/**
 * What we ask of one peer and how it delivers: its open blocks, its rate, its pauses. Holds facts
 * and measures, decides nothing. Mutable; owned by the swarm.
 */
public final class PeerDownload {
  private final RequestWindow window;
  private final RateMeter received = new RateMeter();
  private final LinkedHashMap<Block, Instant> open = new LinkedHashMap<>();
  private boolean snubbed;
  private Instant lastBlock;
  private Instant pausesSince;
  private Duration longestPause = Duration.ZERO;
  private Duration longestBefore = Duration.ZERO;

  PeerDownload(WindowSettings window, Instant now) {
    this.window = new RequestWindow(window);
    this.lastBlock = now;
    this.pausesSince = now;
  }

  /** Whether it left requests unanswered for too long. */
  public boolean snubbed() {
    return snubbed;
  }

  /** Sets whether it left requests unanswered. */
  public void snubbed(boolean unanswered) {
    snubbed = unanswered;
  }

  /** When a block came last, or the first was asked for after a pause. */
  public Instant lastBlock() {
    return lastBlock;
  }

  /**
   * The longest it kept us waiting between two blocks, while it owed some, of late: in this
   * half-minute or so.
   */
  public Duration longestPause() {
    return longestPause.compareTo(longestBefore) > 0 ? longestPause : longestBefore;
  }

  /** Payload it sent. */
  public RateMeter received() {
    return received;
  }

  /** The request window. */
  public RequestWindow window() {
    return window;
  }

  /** Blocks asked for and not here. */
  public int openCount() {
    return open.size();
  }

  /** Blocks were asked for. */
  public void asked(List<Block> blocks, Instant now) {
    if (open.isEmpty()) {
      lastBlock = now;
    }
    for (Block block : blocks) {
      open.put(block, now);
    }
  }

  /** Blocks came; what was not open any more counts only as bytes. */
  public void arrived(List<Block> blocks, Instant now) {
    long bytes = 0;
    boolean owed = !open.isEmpty();
    Optional<Instant> newest = Optional.empty();
    for (Block block : blocks) {
      bytes += block.length();
      Instant asked = open.remove(block);
      if (asked != null) {
        newest = Optional.of(asked);
      }
    }
    received.add(now, bytes);
    if (owed) {
      paused(Duration.between(lastBlock, now), now);
    }
    lastBlock = now;
    newest.ifPresent(asked -> window.answered(blocks.size(), Duration.between(asked, now)));
  }

  private void paused(Duration pause, Instant now) {
    if (Duration.between(pausesSince, now).toSeconds() >= RateMeter.SECONDS) {
      longestBefore = longestPause;
      longestPause = Duration.ZERO;
      pausesSince = now;
    }
    if (pause.compareTo(longestPause) > 0) {
      longestPause = pause;
    }
  }

  /** A block will not come; says whether it was open. */
  public boolean dropped(Block block) {
    return open.remove(block) != null;
  }

  /** The open blocks, oldest first. */
  public List<Block> open() {
    return List.copyOf(open.keySet());
  }

  /** The open blocks, the one asked for last first: a view. */
  public Iterable<Block> newestFirst() {
    return open.sequencedKeySet().reversed();
  }

  /** The open blocks of one piece, oldest first. */
  public List<Block> openOf(int piece) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : open.keySet()) {
      if (block.piece() == piece) {
        blocks.add(block);
      }
    }
    return blocks;
  }

  /** Forgets all open blocks and gives them, oldest first. */
  public List<Block> dropAll() {
    List<Block> blocks = open();
    open.clear();
    return blocks;
  }

  /** When the oldest open block was asked for. */
  public Optional<Instant> oldestAsk() {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.firstEntry().getValue());
  }
}
