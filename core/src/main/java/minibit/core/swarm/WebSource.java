package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.picker.RunPicker;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.session.RateMeter;
import minibit.core.webseed.WebFault;

/** One web seed as its torrent sees it: facts and measures. Mutable; owned by the swarm. */
final class WebSource {
  /** Runs at one time: while one ends, the other keeps the line full. */
  static final int MAX_RUNS = 2;

  /** What is asked for before anything is measured. */
  static final long FIRST_RUN = 4L << 20;

  /** Less is not worth a line in the server's log. */
  static final long SMALLEST_RUN = 1L << 20;

  /** More would keep pieces from peers for long should the server get slow. */
  private static final long LARGEST_RUN = 16L << 20;

  /** A run should take about so long. */
  private static final long RUN_SECONDS = 10;

  /** The first wait after a fault, doubled with each that follows. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  /** The longest wait: a server that is back is found again within it. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /**
   * Files in a row that a server may not have. A mirror that was not kept up lacks some; a list of
   * very many names must not become as many requests to somebody who has none of them.
   */
  static final int MAX_LACKING = 32;

  private final PeerKey key;
  private final String address;
  private final Map<Long, Run> runs = new LinkedHashMap<>();
  private final RateMeter received = new RateMeter();
  private Optional<WebFault> fault = Optional.empty();
  private Instant notBefore = Instant.MIN;
  private int failures;
  private boolean suspect;
  private boolean useless;
  private Bitfield has;
  private int lackingInARow;
  private boolean wholeFiles;
  private int nextPiece;

  /** Blocks that were asked for together. */
  static final class Run {
    private final long number;
    private final List<Block> blocks;
    private final Set<Block> open;
    private Instant lastBlock;
    private boolean loosened;

    private Run(long number, List<Block> blocks, Instant now) {
      this.number = number;
      this.blocks = blocks;
      this.open = new LinkedHashSet<>(blocks);
      this.lastBlock = now;
    }

    long number() {
      return number;
    }

    /** All of its blocks. */
    List<Block> blocks() {
      return blocks;
    }

    /** Those that have not come. */
    Set<Block> open() {
      return open;
    }

    Instant lastBlock() {
      return lastBlock;
    }

    /** Whether others may be asked for what is open. */
    boolean isLoosened() {
      return loosened;
    }

    void loosen() {
      loosened = true;
    }
  }

  /** One that has every piece, until it says otherwise. */
  WebSource(PeerKey key, String address, Bitfield everyPiece) {
    this.key = key;
    this.address = address;
    this.has = everyPiece;
  }

  /** The pieces it can give. */
  Bitfield has() {
    return has;
  }

  /** It cannot give these; false if it has nothing left, or lacked too much in a row. */
  boolean lacks(WebFault what, int first, int last) {
    int before = has.count();
    fault = Optional.of(what);
    has = has.copy();
    for (int piece = first; piece <= last; piece++) {
      has.clear(piece);
    }
    lackingInARow += has.count() < before ? 1 : 0;
    return !has.isEmpty() && lackingInARow < MAX_LACKING;
  }

  /** Whether it sends whole files only. */
  boolean isWholeFiles() {
    return wholeFiles;
  }

  void wholeFiles() {
    wholeFiles = true;
    nextPiece = 0;
  }

  /** As the picker sees it. */
  RunPicker.Source source() {
    return new RunPicker.Source(number(), suspect, has, wholeFiles, nextPiece);
  }

  PeerKey key() {
    return key;
  }

  long number() {
    return key.number();
  }

  String address() {
    return address;
  }

  List<Run> runs() {
    return List.copyOf(runs.values());
  }

  /** Payload that came from it. */
  RateMeter received() {
    return received;
  }

  /** What it did wrong last, until it does well again. */
  Optional<WebFault> fault() {
    return fault;
  }

  /** Whether it sent part of a piece that turned out corrupt. */
  boolean isSuspect() {
    return suspect;
  }

  void suspect() {
    suspect = true;
  }

  /** Whether it is never asked again. */
  boolean isUseless() {
    return useless;
  }

  /** When it may be asked. */
  Instant notBefore() {
    return notBefore;
  }

  /** Whether it may be asked for a run now. After a fault it is tried with one alone. */
  boolean hasRoom(Instant now) {
    return !useless
        && !now.isBefore(notBefore)
        && runs.size() < (failures > 0 || wholeFiles ? 1 : MAX_RUNS)
        && runs.values().stream().noneMatch(Run::isLoosened);
  }

  /** Whether it brings what it was asked for. */
  boolean keepsUp() {
    return runs.values().stream().anyMatch(run -> !run.isLoosened());
  }

  /** Bytes to ask for at once: what it sends in some seconds. */
  long runLength(Instant now) {
    return received.total() == 0
        ? FIRST_RUN
        : Math.clamp(received.rate(now) * RUN_SECONDS, SMALLEST_RUN, LARGEST_RUN);
  }

  /** Seconds that what is open will take at the rate of late; 0 while nothing is measured. */
  long secondsLeft(Instant now) {
    long rate = received.rate(now);
    long left = 0;
    for (Run run : runs.values()) {
      left += (long) run.open().size() * Block.SIZE;
    }
    return rate == 0 ? 0 : left / rate;
  }

  Run asked(long number, List<Block> blocks, Instant now) {
    Run run = new Run(number, blocks, now);
    runs.put(number, run);
    nextPiece = blocks.getLast().piece() + 1;
    return run;
  }

  /** Blocks of its runs came. */
  void arrived(List<Block> blocks, Instant now) {
    for (Block block : blocks) {
      received.add(now, block.length());
      for (Iterator<Run> all = runs.values().iterator(); all.hasNext(); ) {
        Run run = all.next();
        if (run.open.remove(block)) {
          run.lastBlock = now;
        }
      }
    }
  }

  /** What it sends is passed over for now. */
  void passed(long number, Instant now) {
    Run run = runs.get(number);
    if (run != null) {
      run.lastBlock = now;
    }
  }

  /** A run is over; gives it, unless it was before. */
  Optional<Run> ended(long number) {
    return Optional.ofNullable(runs.remove(number));
  }

  /** It was told to stop: who sends whole files begins the next one anew. */
  void brokenOff() {
    nextPiece = 0;
  }

  /** It did well. */
  void delivered() {
    failures = 0;
    lackingInARow = 0;
    fault = Optional.empty();
  }

  /** It did not; runs that fail together are one failure. */
  void failed(WebFault what, Optional<Duration> after, Instant now) {
    fault = Optional.of(what);
    nextPiece = 0;
    if (now.isBefore(notBefore)) {
      return;
    }
    Duration wait = LONGEST_WAIT;
    if (failures < 20) {
      Duration grown = FIRST_WAIT.multipliedBy(1L << failures);
      wait = grown.compareTo(LONGEST_WAIT) < 0 ? grown : LONGEST_WAIT;
      failures++;
    }
    notBefore = now.plus(after.orElse(wait));
  }

  /** There was no room for its request with us. */
  void postponed(Duration wait, Instant now) {
    notBefore = now.plus(wait);
  }

  /** It is never asked again. */
  void giveUp(WebFault why) {
    useless = true;
    fault = Optional.of(why);
  }
}
