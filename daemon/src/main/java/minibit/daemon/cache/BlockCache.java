package minibit.daemon.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
 * <p>A buffer has as many holders as sockets that are still sending it, and one more while it is
 * here: it is used again only after the last one let go. Any thread.
 */
public final class BlockCache implements AutoCloseable {
  /** Bytes of a run, a multiple of the block: see docs/benchmarks.md for other sizes. */
  static final int RUN = 256 * 1024;

  /**
   * Room beside what is kept, for runs on their way from the disk to a socket: 64 of the longest.
   */
  private static final int UNDER_WAY = 16 << 20;

  /** Runs whose demand is counted: many times more than are shown. */
  private static final int COUNTED = 4096;

  /** What nobody asks for so long is not wanted. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(30);

  /** Where a run lies. */
  record Key(CachedContent content, int piece, int part) {}

  private final long capacity;
  private final Slabs slabs;
  private final Cache<Key, BufferPool.Lease> runs;
  private final Cache<Key, Demand> demands;
  private final Map<Key, CompletableFuture<BufferPool.Lease>> underWay = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
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
    this.slabs = new Slabs(capacity + UNDER_WAY);
    this.runs =
        Caffeine.newBuilder()
            .maximumWeight(capacity)
            .weigher((Key _, BufferPool.Lease lease) -> lease.buffer().capacity())
            .removalListener((_, lease, _) -> dropped(lease))
            .executor(Runnable::run)
            .build();
    this.demands =
        Caffeine.newBuilder()
            .maximumSize(COUNTED)
            .expireAfterAccess(FORGOTTEN)
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

  /** The run, held once more for the asker; null if it is not here. */
  BufferPool.@Nullable Lease take(Key key) {
    BufferPool.Lease lease = runs.getIfPresent(key);
    return lease != null && lease.tryRetain() ? lease : null;
  }

  /** A buffer for a run, or null while sockets hold too many. */
  BufferPool.@Nullable Lease room(int size) {
    return slabs.take(size);
  }

  /** Who reads this run now; if nobody does, {@code mine} is from now on who does. */
  @Nullable CompletableFuture<BufferPool.Lease> joinOrBegin(
      Key key, CompletableFuture<BufferPool.Lease> mine) {
    return underWay.putIfAbsent(key, mine);
  }

  /** Nobody reads it any more. */
  void readEnded(Key key, CompletableFuture<BufferPool.Lease> mine) {
    underWay.remove(key, mine);
  }

  /** Takes a run in, if demand allows; the giver goes on holding what it held. */
  void put(Key key, BufferPool.Lease lease) {
    lease.retain();
    bytes.add(lease.buffer().remaining());
    runs.put(key, lease);
    if (key.content().isClosed()) {
      // It was closed while this was read, and has dropped all that was here before.
      runs.invalidate(key);
    }
  }

  private void dropped(BufferPool.@Nullable Lease lease) {
    if (lease != null) {
      bytes.add(-lease.buffer().remaining());
      lease.release();
    }
  }

  /** Forgets a content. */
  void drop(CachedContent content) {
    runs.asMap().keySet().removeIf(key -> key.content() == content);
    demands.asMap().keySet().removeIf(key -> key.content() == content);
  }

  void wanted(Key key, int blocks) {
    long now = System.nanoTime();
    demands.get(key, _ -> new Demand(now)).add(blocks, now);
    // Asked for while it was being dropped, on another thread.
    if (key.content().isClosed()) {
      demands.invalidate(key);
    }
  }

  void hit(int blocks) {
    hits.add(blocks);
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
    List<CacheStats.Wanted> wanted =
        most == 0
            ? List.of()
            : demands.asMap().entrySet().stream()
                .map(entry -> wanted(entry.getKey(), entry.getValue().at(now)))
                .filter(run -> run.demand() > 0)
                .sorted(
                    Comparator.comparingLong(CacheStats.Wanted::demand)
                        .reversed()
                        .thenComparing(CacheStats.Wanted::root)
                        .thenComparingInt(CacheStats.Wanted::piece)
                        .thenComparingInt(CacheStats.Wanted::block))
                .limit(most)
                .toList();
    long held = bytes.sum();
    return new CacheStats(
        true,
        capacity,
        held,
        (held + Block.SIZE - 1) / Block.SIZE,
        hits.sum(),
        misses.sum(),
        quickReads.sum(),
        slowReads.sum(),
        wanted);
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
    return slabs.used();
  }

  /** Bytes of direct memory allocated so far. */
  long allocated() {
    return slabs.allocated();
  }

  /** Lets go of everything. What sockets are sending stays theirs. */
  @Override
  public void close() {
    runs.invalidateAll();
    demands.invalidateAll();
  }
}
