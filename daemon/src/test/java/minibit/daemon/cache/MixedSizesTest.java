package minibit.daemon.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import org.junit.jupiter.api.Test;

/** What many small files fill makes way for a large one that is wanted more. */
class MixedSizesTest {
  private static final long CAPACITY = 16 << 20;
  private static final int SMALL_FILES = 4 * (int) (CAPACITY / Block.SIZE);
  private static final int LARGE_RUNS = (int) (CAPACITY / 2 / BlockCache.RUN);
  private static final int PIECE = 1 << 20;

  private final BlockCache cache = new BlockCache(CAPACITY);
  private final Random chance = new Random(1);
  private int hits;

  @Test
  void aLargeFileComesInWhereSmallOnesWere() {
    Geometry small = Geometry.linear(10_000, Block.SIZE);
    List<CachedContent> files =
        IntStream.range(0, SMALL_FILES).mapToObj(i -> cache.open("s" + i, "s" + i, small)).toList();
    for (int i = 0; i < 4 * SMALL_FILES; i++) {
      // Some are asked for much more often than others.
      int which = (int) (SMALL_FILES * Math.pow(chance.nextDouble(), 2));
      want(files.get(which), new CachedContent.Run(0, 0));
    }
    assertThat(cache.stats(0).bytes()).as("full").isEqualTo(CAPACITY);
    CachedContent large =
        cache.open("large", "large", Geometry.linear((long) LARGE_RUNS * BlockCache.RUN, PIECE));

    for (int round = 0; round < 40; round++) {
      hits = 0;
      for (int run = 0; run < LARGE_RUNS; run++) {
        want(large, new CachedContent.Run(run / 4, run % 4));
      }
    }

    assertThat(hits).isGreaterThan(LARGE_RUNS * 9 / 10);
    large.close();
    cache.close();
    assertThat(cache.inUse()).isZero();
  }

  private void want(CachedContent content, CachedContent.Run run) {
    List<Block> blocks = List.of(new Block(run.piece(), run.begin(), 10_000));
    content.wanted(run, 1);
    List<HeldBlock> held = content.take(run, blocks);
    hits += held.size();
    held.forEach(block -> block.lease().release());
    if (held.isEmpty()) {
      BlockCache.Key key = new BlockCache.Key(content, run.piece(), run.part());
      cache.put(key, ByteBuffer.allocate(content.length(key)), 1);
    }
  }
}
