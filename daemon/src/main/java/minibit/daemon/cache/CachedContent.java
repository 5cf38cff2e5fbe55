package minibit.daemon.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cache keeps of one open content. Closed when the content's files are closed, or might have
 * changed: nothing of it is kept beyond. Any thread.
 *
 * <p>Only blocks of verified pieces may be asked for: they do not change, so that what is kept
 * stays true.
 */
public final class CachedContent implements AutoCloseable {
  /** A read that takes longer has waited for more than a copy in memory... */
  private static final long SLOW_NANOS = 200_000;

  /** ...unless it was long: copying makes well over 1 GB/s, a disk behind a bus hardly. */
  private static final long SLOW_NANOS_PER_BYTE = 1;

  /** Quick reads in a row after which reading ahead is of no use. */
  private static final int QUICK_IN_A_ROW = 16;

  private static final Logger LOG = LoggerFactory.getLogger(CachedContent.class);

  private final BlockCache cache;
  private final String root;
  private final String name;
  private final Geometry geometry;
  private volatile int quick;
  private volatile boolean closed;

  /** Runs of it that are kept or whose demand is counted: what there is to forget. */
  private final Set<BlockCache.Key> noted = ConcurrentHashMap.newKeySet();

  CachedContent(BlockCache cache, String root, String name, Geometry geometry) {
    this.cache = cache;
    this.root = root;
    this.name = name;
    this.geometry = geometry;
  }

  /** Reads a stretch of a piece from the disk. */
  @FunctionalInterface
  public interface Reader {
    /** Fills the buffer's remaining room from there. */
    void read(int piece, int begin, ByteBuffer into) throws IOException;
  }

  /** Neighbouring blocks that are kept together. */
  public record Run(int piece, int part) {
    /** The first byte's place in the piece. */
    public int begin() {
      return part * BlockCache.RUN;
    }
  }

  /** The run that a block lies in; null if it lies in two leaves, as few clients ask. */
  public static @Nullable Run runOf(Block block) {
    int leaf = block.begin() / Leaves.SIZE;
    int last = (block.begin() + block.length() - 1) / Leaves.SIZE;
    return leaf == last ? new Run(block.piece(), block.begin() / BlockCache.RUN) : null;
  }

  /** So many blocks of a run are asked for. */
  public void wanted(Run run, int blocks) {
    cache.wanted(key(run), blocks);
  }

  /** These blocks of a run, each held once for the asker; none if they are not here. */
  public List<HeldBlock> take(Run run, List<Block> blocks) {
    KeptRun kept = cache.find(key(run));
    List<HeldBlock> held = kept == null ? List.of() : kept.hold(run.begin(), blocks);
    cache.hit(held.size());
    return held;
  }

  /** So many blocks are read for one who asked, without the cache. */
  public void missed(int blocks) {
    cache.missed(blocks);
  }

  /** Whether whole runs should be read: the disk is slow, or nobody knows yet. */
  public boolean readsAhead() {
    return quick < QUICK_IN_A_ROW;
  }

  /** Tells how long it took to read so many bytes. */
  public boolean took(long nanos, int bytes) {
    boolean slow = nanos > SLOW_NANOS + bytes * SLOW_NANOS_PER_BYTE;
    quick = slow ? 0 : Math.min(QUICK_IN_A_ROW, quick + 1);
    cache.read(slow);
    return slow;
  }

  /**
   * Has a run read, once for all who want it now.
   *
   * @param blocks how many of its blocks are wanted
   * @param disk reads; what it does not take has failed
   * @param asker is told, perhaps before this returns
   */
  public void fetch(Run run, int blocks, Reader reader, Executor disk, RunAsker asker) {
    BlockCache.Key key = key(run);
    RunRead mine = new RunRead();
    if (!cache.joinOrBegin(key, mine, asker)) {
      cache.joined(blocks);
      return;
    }
    cache.missed(blocks);
    try {
      disk.execute(() -> read(key, reader, mine));
    } catch (RuntimeException | Error e) {
      // Whoever joined must not wait for ever; each reads for itself, and meets the trouble there.
      LOG.debug("a run is not read", e);
      cache.readEnded(key, mine).forEach(RunAsker::failed);
    }
  }

  private void read(BlockCache.Key key, Reader reader, RunRead mine) {
    try {
      ByteBuffer bytes = cache.buffers().take(length(key));
      try {
        long begun = System.nanoTime();
        reader.read(key.piece(), key.part() * BlockCache.RUN, bytes.duplicate());
        if (took(System.nanoTime() - begun, bytes.remaining())) {
          cache.put(key, bytes, mine.askers());
        }
        tell(cache.readEnded(key, mine), asker -> asker.arrived(bytes.duplicate()));
      } finally {
        cache.buffers().giveBack(bytes);
      }
    } catch (IOException | RuntimeException e) {
      // One bad sector must not keep the other blocks from those who want them.
      LOG.debug("a run was not read as a whole", e);
    } finally {
      tell(cache.readEnded(key, mine), RunAsker::failed);
    }
  }

  /** One who cannot be told must not keep the others from it. */
  private static void tell(List<RunAsker> askers, Consumer<RunAsker> news) {
    for (RunAsker asker : askers) {
      try {
        news.accept(asker);
      } catch (RuntimeException e) {
        LOG.warn("a peer cannot be given what was read for it", e);
      }
    }
  }

  private BlockCache.Key key(Run run) {
    return new BlockCache.Key(this, run.piece(), run.part());
  }

  int length(BlockCache.Key key) {
    return Math.min(BlockCache.RUN, geometry.pieceSize(key.piece()) - key.part() * BlockCache.RUN);
  }

  /** This run of it is in the cache, or counted there. */
  void note(BlockCache.Key key) {
    noted.add(key);
  }

  /** It is no longer. */
  void strike(BlockCache.Key key) {
    noted.remove(key);
  }

  /** How many runs of it the cache knows of. */
  int noted() {
    return noted.size();
  }

  String root() {
    return root;
  }

  String name() {
    return name;
  }

  boolean isClosed() {
    return closed;
  }

  /** Forgets all of it. */
  @Override
  public void close() {
    closed = true;
    cache.drop(noted);
  }
}
