package minibit.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import minibit.core.id.PiecesRoot;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table does what a map does, also for hashes made to meet in one slot. */
class HashIndexTest {
  private static PiecesRoot root(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    bytes[1] = (byte) (number >> 8);
    bytes[2] = (byte) (number >> 16);
    return PiecesRoot.of(bytes);
  }

  @RepeatedTest(20)
  void doesWhatAMapDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    HashIndex index = new HashIndex(System.nanoTime());
    Map<Long, PiecesRoot> map = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      long key = random.nextInt(500);
      PiecesRoot root = root(random.nextInt(3));
      if (random.nextInt(5) < 3) {
        index.putIfAbsent(key, root);
        map.putIfAbsent(key, root);
      } else {
        index.remove(key, root);
        map.remove(key, root);
      }
    }
    for (long key = 0; key < 500; key++) {
      assertThat(index.get(key)).as("key %d, seed %d", key, seed).isEqualTo(map.get(key));
    }
  }

  /** A multiplication that everybody knows is undone by whoever wants a slow catalogue. */
  @Test
  @Timeout(20)
  void hashesMadeToMeetDoNot() {
    long golden = 0x9e3779b97f4a7c15L;
    long inverse = golden;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - golden * inverse;
    }
    List<Long> keys = new ArrayList<>();
    for (long i = 0; i < 150_000; i++) {
      // The middle bits of the product are nought: of twelve above and of thirty-two below are all.
      keys.add(((i & 0xfff) << 52 | i >> 12) * inverse);
    }
    HashIndex index = new HashIndex(System.nanoTime());
    for (int i = 0; i < keys.size(); i++) {
      index.putIfAbsent(keys.get(i), root(i));
    }
    for (int i = 0; i < keys.size(); i++) {
      assertThat(index.get(keys.get(i))).isEqualTo(root(i));
    }
  }
}
