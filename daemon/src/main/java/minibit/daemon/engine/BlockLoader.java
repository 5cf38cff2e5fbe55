package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.words.Sentence;
import minibit.daemon.cache.CachedContent;
import minibit.daemon.cache.HeldBlock;
import minibit.daemon.cache.RunAsker;
import minibit.daemon.disk.Storage;
import minibit.daemon.disk.StorageException;
import minibit.daemon.engine.device.ReadRoom;
import minibit.daemon.net.BufferPool;
import org.jspecify.annotations.Nullable;

/**
 * Brings blocks to be sent: from the cache, or neighbours in one read, on the disk pool. Any
 * thread.
 */
final class BlockLoader {
  private final Geometry geometry;
  private final Storage storage;
  private final @Nullable CachedContent cached;
  private final Watched watched;
  private final ReadRoom room;
  private final Executor disk;
  private final Executor patient;

  /** What knows whether the content is still what it was. */
  interface Watched {
    /** Whether anything is looked at: if not, it need not be asked. */
    boolean isGuarded();

    /** Asked before anything read is sent, so that nothing is sent from a changed file. */
    boolean isUnchanged();
  }

  /**
   * A loader.
   *
   * @param cached what may be kept of the content; null if nothing is
   * @param room buffers for what is not cached
   * @param disk reads
   * @param patient looks at files where nothing else waits
   */
  BlockLoader(
      Geometry geometry,
      Storage storage,
      @Nullable CachedContent cached,
      Watched watched,
      ReadRoom room,
      Executor disk,
      Executor patient) {
    this.geometry = geometry;
    this.storage = storage;
    this.cached = cached;
    this.watched = watched;
    this.room = room;
    this.disk = disk;
    this.patient = patient;
  }

  /** A block and its bytes, a slice of a lease of which one hold is the taker's to release. */
  record Loaded(Block block, ByteBuffer payload, BufferPool.Lease lease) {}

  /** Who gets what was brought, on the executor it named. */
  interface Taker {
    /** Nobody wants the blocks any more: they need not be read. */
    boolean isGone();

    /** Some of the blocks. */
    void loaded(List<Loaded> blocks);

    /** Some of the blocks cannot be read. */
    void failed(IOException fault);

    /** All of them were brought, or failed. */
    void done();
  }

  /**
   * Runs the reads for one peer, one after another: blocks that overtook others would have to be
   * read back from the peer's disk to be hashed.
   */
  Executor lane() {
    Serial lane = new Serial(disk);
    return lane::run;
  }

  /** Whether somebody waits for a buffer. */
  boolean isShort() {
    return room.isShort();
  }

  /**
   * Brings these blocks, in parts: what is cached at once, even while no buffer is free and the
   * disk is busy with others.
   *
   * @param back runs the taker: the connection's loop, which also calls this
   * @param reads the peer's lane, for what is neither cached nor to be
   */
  void load(List<Block> blocks, Executor back, Executor reads, Taker taker) {
    CachedContent content = cached;
    Parts parts = new Parts(back, reads, taker);
    if (content == null) {
      direct(blocks, parts);
    } else {
      split(content, blocks, parts);
    }
    parts.ended();
  }

  /** The parts of one load that are under way. All on the loop. */
  private static final class Parts {
    private final Executor back;
    private final Executor reads;
    private final Taker taker;
    private int open = 1;

    Parts(Executor back, Executor reads, Taker taker) {
      this.back = back;
      this.reads = reads;
      this.taker = taker;
    }

    void begun() {
      open++;
    }

    void ended() {
      if (--open == 0) {
        taker.done();
      }
    }

    /** From any thread. */
    void bring(List<Loaded> loaded) {
      back.execute(
          () -> {
            taker.loaded(loaded);
            ended();
          });
    }

    /** From any thread. */
    void fail(IOException fault) {
      back.execute(
          () -> {
            taker.failed(fault);
            ended();
          });
    }
  }

  private void split(CachedContent content, List<Block> blocks, Parts parts) {
    List<Loaded> hits = new ArrayList<>();
    List<Block> uncached = new ArrayList<>();
    for (int first = 0; first < blocks.size(); ) {
      CachedContent.Run run = CachedContent.runOf(blocks.get(first));
      int next = first + 1;
      while (run != null
          && next < blocks.size()
          && run.equals(CachedContent.runOf(blocks.get(next)))) {
        next++;
      }
      List<Block> wanted = blocks.subList(first, next);
      first = next;
      if (run == null) {
        uncached.addAll(wanted);
        continue;
      }
      content.wanted(run, wanted.size());
      List<HeldBlock> held = content.take(run, wanted);
      if (!held.isEmpty()) {
        hits.addAll(loaded(held));
      } else if (content.readsAhead()) {
        parts.begun();
        ahead(content, run, List.copyOf(wanted), parts);
      } else {
        uncached.addAll(wanted);
      }
    }
    if (!hits.isEmpty()) {
      serve(hits, parts);
    }
    if (!uncached.isEmpty()) {
      content.missed(uncached.size());
      direct(uncached, parts);
    }
  }

  private static List<Loaded> loaded(List<HeldBlock> held) {
    return held.stream().map(one -> new Loaded(one.block(), one.payload(), one.lease())).toList();
  }

  /** What is cached is true whatever became of the file; but a changed file is served no more. */
  private void serve(List<Loaded> hits, Parts parts) {
    if (!watched.isGuarded()) {
      parts.taker.loaded(hits);
      return;
    }
    parts.begun();
    patient.execute(
        () -> {
          if (watched.isUnchanged()) {
            parts.bring(hits);
          } else {
            hits.forEach(hit -> hit.lease().release());
            parts.fail(changed());
          }
        });
  }

  /**
   * Has the whole run read, together with all others who want something of it, and copies these
   * blocks of it: a peer that takes them slowly holds no more than what it asked for.
   */
  private void ahead(
      CachedContent content, CachedContent.Run run, List<Block> blocks, Parts parts) {
    BufferPool.Lease lease = room(blocks, parts, () -> onRoom(content, run, blocks, parts));
    if (lease == null) {
      return;
    }
    content.fetch(
        run,
        blocks.size(),
        this::readUnchanged,
        disk,
        new RunAsker() {
          @Override
          public void arrived(ByteBuffer bytes) {
            List<Loaded> loaded = copies(blocks, run, bytes, lease);
            room.ended(lease);
            lease.release();
            parts.bring(loaded);
          }

          @Override
          public void failed() {
            parts.back.execute(() -> readAlone(blocks, lease, parts));
          }
        });
  }

  /** What others had read while there was no room may be here by now. */
  private void onRoom(
      CachedContent content, CachedContent.Run run, List<Block> blocks, Parts parts) {
    List<HeldBlock> held = content.take(run, blocks);
    if (held.isEmpty()) {
      ahead(content, run, blocks, parts);
    } else {
      serve(loaded(held), parts);
      parts.ended();
    }
  }

  private static List<Loaded> copies(
      List<Block> blocks, CachedContent.Run run, ByteBuffer bytes, BufferPool.Lease lease) {
    List<Loaded> loaded = new ArrayList<>(blocks.size());
    int position = 0;
    for (Block block : blocks) {
      lease.retain();
      lease.buffer().put(position, bytes, block.begin() - run.begin(), block.length());
      loaded.add(new Loaded(block, lease.buffer().slice(position, block.length()), lease));
      position += block.length();
    }
    return loaded;
  }

  /** Reads into a buffer of the pool, when there is one. */
  private void direct(List<Block> blocks, Parts parts) {
    parts.begun();
    whenRoom(blocks, parts);
  }

  private void whenRoom(List<Block> blocks, Parts parts) {
    BufferPool.Lease lease = room(blocks, parts, () -> whenRoom(blocks, parts));
    if (lease != null) {
      readAlone(blocks, lease, parts);
    }
  }

  /** A buffer of the pool; null if it is not there yet, or nobody wants the blocks any more. */
  private BufferPool.@Nullable Lease room(List<Block> blocks, Parts parts, Runnable whenFree) {
    if (parts.taker.isGone()) {
      parts.ended();
      return null;
    }
    return room.take(
        blocks.stream().mapToInt(Block::length).sum(), () -> parts.back.execute(whenFree));
  }

  private void readAlone(List<Block> blocks, BufferPool.Lease lease, Parts parts) {
    parts.reads.execute(
        () -> {
          try {
            parts.bring(read(blocks, lease));
          } catch (IOException | RuntimeException e) {
            parts.fail(e instanceof IOException known ? known : new IOException(e));
          } finally {
            room.ended(lease);
            lease.release();
          }
        });
  }

  private List<Loaded> read(List<Block> blocks, BufferPool.Lease lease) throws IOException {
    List<Loaded> loaded = new ArrayList<>(blocks.size());
    int position = 0;
    long begun = System.nanoTime();
    for (int first = 0; first < blocks.size(); ) {
      int next = first + 1;
      int length = blocks.get(first).length();
      while (next < blocks.size() && follows(blocks.get(next - 1), blocks.get(next))) {
        length += blocks.get(next++).length();
      }
      Block start = blocks.get(first);
      readGuarded(start.piece(), start.begin(), lease.buffer().slice(position, length));
      for (; first < next; first++) {
        Block block = blocks.get(first);
        ByteBuffer payload = lease.buffer().slice(position, block.length());
        loaded.add(new Loaded(block, payload, lease));
        position += block.length();
      }
    }
    CachedContent content = cached;
    if (content != null) {
      content.took(System.nanoTime() - begun, position);
    }
    requireUnchanged();
    loaded.forEach(_ -> lease.retain());
    return loaded;
  }

  private void readUnchanged(int piece, int begin, ByteBuffer into) throws IOException {
    readGuarded(piece, begin, into);
    requireUnchanged();
  }

  /** A file that became shorter cannot be read any more: it was changed, too. */
  private void readGuarded(int piece, int begin, ByteBuffer into) throws IOException {
    try {
      storage.read(geometry.offset(piece) + begin, into);
    } catch (IOException e) {
      requireUnchanged();
      throw e;
    }
  }

  private void requireUnchanged() throws StorageException {
    if (!watched.isUnchanged()) {
      throw changed();
    }
  }

  private static StorageException changed() {
    return new StorageException(
        StorageException.Code.CONTENT_CHANGED,
        Sentence.of("changed-while-served", "the content was changed while it was served"));
  }

  private static boolean follows(Block before, Block after) {
    return before.piece() == after.piece() && before.begin() + before.length() == after.begin();
  }
}
