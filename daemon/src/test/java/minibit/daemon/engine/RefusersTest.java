package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;

import minibit.core.id.PeerAddress;
import org.junit.jupiter.api.Test;

/** Who is counted among those that refuse encryption. */
class RefusersTest {
  private static PeerAddress address(int number) {
    return PeerAddress.of(new byte[] {127, 0, (byte) (number >> 8), (byte) number}, 6881);
  }

  @Test
  void eachIsCountedOnce() {
    Refusers refusers = new Refusers();

    refusers.refused(address(1));
    refusers.refused(address(1));
    refusers.refused(address(2));

    assertThat(refusers.count()).isEqualTo(2);
  }

  @Test
  void whoAnsweredOnceHangsUpForOtherReasons() {
    Refusers refusers = new Refusers();
    refusers.refused(address(1));

    refusers.agreed(address(1));
    assertThat(refusers.count()).isZero();
    refusers.refused(address(1));

    assertThat(refusers.count()).as("it is merely full").isZero();
  }

  @Test
  void theyAreBounded() {
    Refusers refusers = new Refusers();
    for (int i = 0; i < 2 * Refusers.MAX; i++) {
      refusers.refused(address(i));
    }

    assertThat(refusers.count()).isEqualTo(Refusers.MAX);
  }
}
