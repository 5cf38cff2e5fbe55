package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import minibit.core.piece.Block;
import org.junit.jupiter.api.Test;

class HashBufferTest {
  /** What was read comes out whole, by whole blocks but for the last, whatever was in it before. */
  @Test
  void blocksAreWhatWasRead() {
    HashBuffer buffer = new HashBuffer();
    fill(buffer.room(HashBuffer.CHUNK), 1);
    int length = 2 * Block.SIZE + 5;
    fill(buffer.room(length), 2);

    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    List<Integer> begins = new ArrayList<>();
    buffer.forEachBlock(
        (bytes, count, at) -> {
          seen.write(bytes, 0, count);
          begins.add(at);
        });

    ByteBuffer expected = ByteBuffer.allocate(length);
    fill(expected, 2);
    assertThat(seen.toByteArray()).isEqualTo(expected.array());
    assertThat(begins).containsExactly(0, Block.SIZE, 2 * Block.SIZE);
  }

  private static void fill(ByteBuffer room, int seed) {
    for (int i = 0; room.hasRemaining(); i++) {
      room.put((byte) (seed * 31 + i));
    }
  }
}
