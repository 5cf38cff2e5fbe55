package minibit.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargeMessageTest {
  private static final int LENGTH = 1 << 20;

  private final byte[] bytes = new byte[LENGTH];

  LargeMessageTest() {
    new Random(1).nextBytes(bytes);
  }

  /** Five hundred strangers that announce a megabyte each would take half a gigabyte. */
  @Test
  void whatIsAnnouncedTakesNoMemory() {
    LargeMessage message = new LargeMessage(LENGTH, ByteBuffer.wrap(bytes, 0, 5));

    assertThat(message.size()).isEqualTo(LargeMessage.LEAST);
  }

  @Test
  void itGrowsWithWhatComes() {
    LargeMessage message = new LargeMessage(LENGTH, ByteBuffer.wrap(bytes, 0, 5));
    int came = 5;
    for (int part = 1; came < LENGTH; part = 3 * part + 1) {
      ByteBuffer room = message.room(part);
      assertThat(room.remaining()).isPositive().isLessThanOrEqualTo(part);
      int read = Math.min(room.remaining(), LENGTH - came);
      room.put(bytes, came, read);
      came += read;

      assertThat(message.size()).isLessThanOrEqualTo(Math.max(LargeMessage.LEAST, 2 * came));
      assertThat(message.isWhole()).isEqualTo(came == LENGTH);
    }
    assertThat(message.whole()).isEqualTo(ByteBuffer.wrap(bytes));
  }
}
