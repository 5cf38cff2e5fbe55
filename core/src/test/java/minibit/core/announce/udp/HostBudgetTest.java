package minibit.core.announce.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import minibit.core.id.IpLiteral;
import minibit.core.id.PeerAddress;
import org.junit.jupiter.api.Test;

/** What one host gets of a UDP tracker, and what the others still get. */
class HostBudgetTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private final HostBudget budget = new HostBudget(1, 2);

  private static PeerAddress ip(String text) {
    return PeerAddress.of(IpLiteral.parse(text).orElseThrow(), 4000);
  }

  private int taken(PeerAddress from, int packets, Instant now) {
    int taken = 0;
    for (int i = 0; i < packets; i++) {
      taken += budget.take(from.withPort(1 + i), now) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void aHostHasSoManyInASecond() {
    PeerAddress loud = ip("10.0.0.1");
    assertThat(taken(loud, 5_000, NOW)).isEqualTo(HostBudget.PACKETS);
    assertThat(taken(ip("10.0.0.2"), 100, NOW)).isEqualTo(100);
    assertThat(taken(loud, 100, NOW.plusMillis(999))).isZero();
    assertThat(taken(loud, 100, NOW.plusSeconds(1))).isEqualTo(100);
  }

  /** Whoever has a /64 has all of it. */
  @Test
  void aNetworkOfIpv6IsOneHost() {
    int taken = 0;
    for (int i = 0; i < 3_000; i++) {
      taken += budget.take(ip("2001:db8:1:2:" + Integer.toHexString(i) + "::1"), NOW) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(HostBudget.PACKETS);
    assertThat(taken(ip("2001:db8:1:3::1"), 100, NOW)).isEqualTo(100);
  }

  @Test
  void loopbackIsNeverRefused() {
    assertThat(taken(ip("127.0.0.1"), 5_000, NOW)).isEqualTo(5_000);
    assertThat(taken(ip("::1"), 5_000, NOW)).isEqualTo(5_000);
  }

  /** A million forged addresses leave room for those that are not. */
  @Test
  void aFloodOfManyNamesShutsNobodyOut() {
    Random random = new Random(3);
    byte[] ip = new byte[4];
    for (int i = 0; i < 1_000_000; i++) {
      random.nextBytes(ip);
      budget.take(PeerAddress.of(ip, 1), NOW);
    }
    for (int i = 1; i < 200; i++) {
      assertThat(budget.take(ip("192.0.2." + i), NOW)).isTrue();
    }
  }
}
