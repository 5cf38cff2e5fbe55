package minibit.daemon.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;

/** A small cache of a content on a disk that takes a while. */
final class SlowContent {
  static final int RUN = BlockCache.RUN;
  static final int PIECE = 2 * RUN;
  static final Geometry CONTENT = Geometry.linear(64L * PIECE, PIECE);

  private final BlockCache cache = new BlockCache(BlockCache.LEAST);
  private final CachedContent content = cache.open("ab", "a.bin", CONTENT);
  private int reads;

  BlockCache cache() {
    return cache;
  }

  CachedContent content() {
    return content;
  }

  /** How often the disk was read. */
  int reads() {
    return reads;
  }

  /** Closes it; nothing may leak. */
  void close() {
    content.close();
    cache.close();
    assertThat(cache.inUse()).isZero();
  }

  /** Fills buffers with the number of the piece. */
  void read(int piece, int begin, ByteBuffer into) {
    reads++;
    long end = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    while (into.hasRemaining()) {
      into.put((byte) (piece + begin / RUN));
    }
  }

  static CachedContent.Run run(int piece, int part) {
    return new CachedContent.Run(piece, part);
  }

  /** Reads a run for one who asks. */
  void fetched(CachedContent.Run run) {
    Got got = new Got();
    content.fetch(run, 1, this::read, Runnable::run, got);
    assertThat(got.first).isEqualTo((byte) (run.piece() + run.part()));
  }

  /** The first blocks of a run. */
  static List<Block> blocks(CachedContent.Run run, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Block(run.piece(), run.begin() + i * Block.SIZE, Block.SIZE))
        .toList();
  }

  /** Somebody asks for them: those that are kept. */
  List<HeldBlock> take(CachedContent.Run run, int count) {
    content.wanted(run, count);
    return content.take(run, blocks(run, count));
  }

  static void release(List<HeldBlock> held) {
    held.forEach(block -> block.lease().release());
  }

  /** Somebody asks for a run, which is read unless it is kept. */
  void want(CachedContent.Run run) {
    List<HeldBlock> held = take(run, 1);
    if (held.isEmpty()) {
      fetched(run);
    } else {
      release(held);
    }
  }

  /** What an asker was told. */
  static final class Got implements RunAsker {
    private int arrived;
    private int failed;
    private byte first;

    @Override
    public void arrived(ByteBuffer bytes) {
      arrived++;
      first = bytes.get(0);
    }

    @Override
    public void failed() {
      failed++;
    }

    /** How often it was given bytes. */
    int arrivals() {
      return arrived;
    }

    /** How often it was told that there are none. */
    int failures() {
      return failed;
    }
  }
}
