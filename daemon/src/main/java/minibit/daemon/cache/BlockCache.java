package minibit.daemon.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * The most wanted blocks of all torrents of an engine, in direct memory. What is kept is a
 * <em>run</em>: neighbouring blocks of one piece, read at once. W-TinyLFU decides by demand which
 * runs stay.
 *
 * <p>Only runs whose read was slow come in. What the system has in its own cache is read in
 * microseconds, and keeping a second copy of it would cost memory for nothing.
 *
 * <p>A block's buffer has as many holders as sockets that are still sending it, and one more while
 * it is here: it is used again only after the last one let go. Any thread.
 */
public final class BlockCache implements AutoCloseable {
  /** Bytes of a run, a multiple of the block: see docs/benchmarks.md for other sizes. */
  static final int RUN = 256 * 1024;

  /** Room beside what is kept, for blocks that sockets still send though they are kept no more. */
  private static final int SENDING = 16 << 20;

  /** Of that room, what runs need that are just coming in: one for each thread that reads files. */
  private static final int COMING_IN = 4 * RUN;

  /** Askers of one read that count for its demand: more than W-TinyLFU tells apart, which is 15. */
  private static final int MOST_ASKERS = 16;

  /** Runs whose demand is counted: many times more than are shown. */
  private static final int COUNTED = 4096;

  /** What nobody asks for so long is not wanted. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(30);

  /** Where a run lies. */
  record Key(CachedContent content, int piece, int part) {}

  private static final Comparator<Map.Entry<Key, Long>> MOST_WANTED_FIRST =
      Map.Entry.<Key, Long>comparingByValue(Comparator.reverseOrder())
          .thenComparing(run -> run.getKey().content().root())
          .thenComparingInt(run -> run.getKey().piece())
          .thenComparingInt(run -> run.getKey().part());

  private final long capacity;
  private final Leaves leaves;
  private final ReadBuffers buffers = new ReadBuffers();
  private final Cache<Key, KeptRun> runs;
  private final Cache<Key, Demand> demands;
  private final Map<Key, RunRead> underWay = new ConcurrentHashMap<>();
  private long most;
  private final LongAdder bytes = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder joined = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder admissions = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder quickReads = new LongAdder();
  private final LongAdder slowReads = new LongAdder();

  /**
   * An empty cache. Memory is allocated as it fills.
   *
   * @param capacity bytes it may keep; at least {@link #LEAST}
   */
  public BlockCache(long capacity) {
    if (capacity < LEAST) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    this.capacity = capacity;
    this.most = capacity;
    this.leaves = new Leaves(capacity + SENDING);
    this.runs =
        Caffeine.newBuilder()
            .maximumWeight(capacity)
            .weigher((Key _, KeptRun run) -> run.size())
            .removalListener((key, run, cause) -> dropped(key, run, cause))
            .executor(Runnable::run)
            .build();
    this.demands =
        Caffeine.newBuilder()
            .maximumSize(COUNTED)
            .expireAfterAccess(FORGOTTEN)
            .removalListener(
                (@Nullable Key key, @Nullable Demand _, RemovalCause _) -> forgotten(key))
            .executor(Runnable::run)
            .build();
  }

  /** The least capacity with which choosing makes sense: 16 of the longest runs. */
  public static final long LEAST = 16L * RUN;

  /**
   * A content that may be cached, until it is closed.
   *
   * @param root in hexadecimal, for people
   * @param name for people
   */
  public CachedContent open(String root, String name, Geometry geometry) {
    return new CachedContent(this, root, name, geometry);
  }

  /** The run, if it is here; it may be let go of at any moment. */
  @Nullable KeptRun find(Key key) {
    return runs.getIfPresent(key);
  }

  /** Buffers to read into. */
  ReadBuffers buffers() {
    return buffers;
  }

  /**
   * Has the asker wait for who reads this run now; if nobody does, {@code mine} is from now on who
   * does.
   *
   * @return whether it is {@code mine}, to be begun now
   */
  boolean joinOrBegin(Key key, RunRead mine, RunAsker asker) {
    while (true) {
      RunRead other = underWay.putIfAbsent(key, mine);
      if ((other == null ? mine : other).join(asker)) {
        return other == null;
      }
    }
  }

  /** Nobody reads it any more; who waited for it, to be told now, unless told already. */
  List<RunAsker> readEnded(Key key, RunRead mine) {
    // Gone from here first, so that who cannot join it any more finds it gone.
    underWay.remove(key, mine);
    return mine.end();
  }

  /**
   * Takes in a copy of a run, if demand allows.
   *
   * @param askers how many wanted it at once: each counts
   */
  void put(Key key, ByteBuffer bytes, int askers) {
    makeRoom();
    List<BufferPool.Lease> room = leaves.take(Leaves.countFor(bytes.remaining()));
    if (room.isEmpty()) {
      return;
    }
    KeptRun run = new KeptRun(room, bytes);
    // Either call counts as one that asks. What is refused for the first may come in for the fifth.
    for (int i = 0; i < Math.min(askers, MOST_ASKERS); i++) {
      if (runs.getIfPresent(key) == null) {
        run.retain();
        this.bytes.add(run.size());
        runs.put(key, run);
        key.content().note(key);
      }
    }
    if (runs.policy().getIfPresentQuietly(key) == run) {
      run.admitted();
      admissions.increment();
    }
    run.release();
    if (key.content().isClosed()) {
      // It was closed while this was read, and has dropped all that was here before.
      runs.invalidate(key);
    }
  }

  /** What sockets still send of runs that are gone may take its room from what is kept. */
  private synchronized void makeRoom() {
    long gone = leaves.used() - bytes.sum();
    long now = Math.clamp(leaves.budget() - COMING_IN - gone, 0, capacity);
    if (most != now) {
      most = now;
      runs.policy().eviction().orElseThrow().setMaximum(now);
    }
  }

  private void dropped(@Nullable Key key, @Nullable KeptRun run, RemovalCause cause) {
    forgotten(key);
    if (run != null) {
      bytes.add(-run.size());
      run.release();
      if (cause == RemovalCause.SIZE && run.wasAdmitted()) {
        evictions.increment();
      }
    }
  }

  /**
   * A run was let go of, or is not counted any more: its content notes it no longer, unless it is
   * here still or again. Who brings one in notes it afterwards, so none that is here goes unnoted.
   */
  private void forgotten(@Nullable Key key) {
    if (key != null) {
      key.content().strike(key);
      if (runs.asMap().containsKey(key) || demands.asMap().containsKey(key)) {
        key.content().note(key);
      }
    }
  }

  /** Forgets these runs of a content. */
  void drop(Collection<Key> keys) {
    runs.invalidateAll(keys);
    demands.invalidateAll(keys);
  }

  void wanted(Key key, int blocks) {
    long now = System.nanoTime();
    Demand demand = demands.getIfPresent(key);
    if (demand == null) {
      demand = demands.get(key, _ -> new Demand(now));
      key.content().note(key);
    }
    demand.add(blocks, now);
    // Asked for while it was being dropped, on another thread.
    if (key.content().isClosed()) {
      demands.invalidate(key);
    }
  }

  void hit(int blocks) {
    hits.add(blocks);
  }

  void joined(int blocks) {
    joined.add(blocks);
  }

  void missed(int blocks) {
    misses.add(blocks);
  }

  void read(boolean slow) {
    (slow ? slowReads : quickReads).increment();
  }

  /**
   * What it has done and holds.
   *
   * @param most how many of the most wanted runs
   */
  public CacheStats stats(int most) {
    long now = System.nanoTime();
    List<CacheStats.Wanted> wanted = most == 0 ? List.of() : mostWanted(most, now);
    long held = bytes.sum();
    return new CacheStats(
        true,
        capacity,
        held,
        held / Leaves.SIZE,
        hits.sum(),
        joined.sum(),
        misses.sum(),
        admissions.sum(),
        evictions.sum(),
        quickReads.sum(),
        slowReads.sum(),
        wanted);
  }

  /** Of thousands only so many are put in order. */
  private List<CacheStats.Wanted> mostWanted(int most, long now) {
    Queue<Map.Entry<Key, Long>> least = new PriorityQueue<>(MOST_WANTED_FIRST.reversed());
    for (Map.Entry<Key, Demand> counted : demands.asMap().entrySet()) {
      long demand = counted.getValue().at(now);
      if (demand > 0) {
        least.add(Map.entry(counted.getKey(), demand));
        if (least.size() > most) {
          least.remove();
        }
      }
    }
    return least.stream()
        .sorted(MOST_WANTED_FIRST)
        .map(run -> wanted(run.getKey(), run.getValue()))
        .toList();
  }

  private CacheStats.Wanted wanted(Key key, long demand) {
    CachedContent content = key.content();
    return new CacheStats.Wanted(
        content.root(),
        content.name(),
        key.piece(),
        key.part() * (RUN / Block.SIZE),
        (content.length(key) + Block.SIZE - 1) / Block.SIZE,
        demand,
        runs.asMap().containsKey(key));
  }

  /** Bytes of the buffers that the cache or a socket holds. */
  long inUse() {
    return leaves.used();
  }

  /** Bytes of direct memory allocated so far. */
  long allocated() {
    return leaves.allocated();
  }

  /** Lets go of everything. What sockets are sending stays theirs. */
  @Override
  public void close() {
    runs.invalidateAll();
    demands.invalidateAll();
  }
}
