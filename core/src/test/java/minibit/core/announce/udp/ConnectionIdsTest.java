package minibit.core.announce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import minibit.core.id.PeerAddress;
import org.junit.jupiter.api.Test;

/** Connection ids that a tracker gives out and does not remember. */
class ConnectionIdsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final PeerAddress ASKER = PeerAddress.of(new byte[] {10, 0, 0, 1}, 4000);

  private final ConnectionIds ids = new ConnectionIds(1, 2);

  /** The 24 bytes 0, 1, 2… under the key 0, 1, 2…, as in the paper's reference program. */
  @Test
  void theSumIsSipHash() {
    long sum =
        ConnectionIds.sum(
            0x0706050403020100L,
            0x0f0e0d0c0b0a0908L,
            0x0706050403020100L,
            0x0f0e0d0c0b0a0908L,
            0x1716151413121110L);
    assertThat(sum).isEqualTo(0xb8ad50c6f649af94L);
  }

  @Test
  void anIdIsGoodForTwoMinutes() {
    long id = ids.give(ASKER, NOW);
    for (int second = 0; second <= 120; second++) {
      assertThat(ids.isGood(id, ASKER, NOW.plusSeconds(second))).as("%s", second).isTrue();
    }
    for (int second = 121; second < 2_000; second++) {
      assertThat(ids.isGood(id, ASKER, NOW.plusSeconds(second))).as("%s", second).isFalse();
    }
    assertThat(ids.isGood(id, ASKER, NOW.minusSeconds(1))).as("before it was given").isFalse();
  }

  /** Clients may ask from several ports; from another address nobody may. */
  @Test
  void anIdIsGoodAtItsAddress() {
    long id = ids.give(ASKER, NOW);
    assertThat(ids.isGood(id, ASKER.withPort(9), NOW)).isTrue();
    assertThat(ids.isGood(id, PeerAddress.of(new byte[] {10, 0, 0, 2}, 4000), NOW)).isFalse();
    byte[] v6 = new byte[16];
    v6[15] = 1;
    assertThat(ids.isGood(id, PeerAddress.of(v6, 4000), NOW)).isFalse();
    assertThat(new ConnectionIds(1, 3).isGood(id, ASKER, NOW)).as("another key").isFalse();
    for (int bit = 0; bit < 64; bit++) {
      assertThat(ids.isGood(id ^ 1L << bit, ASKER, NOW)).as("bit %s", bit).isFalse();
    }
  }
}
