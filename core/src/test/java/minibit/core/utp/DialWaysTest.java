package minibit.core.utp;

import static org.assertj.core.api.Assertions.assertThat;

import minibit.core.id.PeerAddress;
import minibit.core.utp.DialWays.Way;
import org.junit.jupiter.api.Test;

/** Over what is dialled first, and what is learned from how it went. */
class DialWaysTest {
  private static final PeerAddress PEER = PeerAddress.of(new byte[] {127, 0, 0, 1}, 6881);

  @Test
  void theOrderIsThePolicys() {
    assertThat(new DialWays(UtpPolicy.OFF).way(PEER)).isEqualTo(new Way(false, false));
    assertThat(new DialWays(UtpPolicy.ALLOWED).way(PEER)).isEqualTo(new Way(false, true));
    assertThat(new DialWays(UtpPolicy.PREFERRED).way(PEER)).isEqualTo(new Way(true, true));
    assertThat(new DialWays(UtpPolicy.REQUIRED).way(PEER)).isEqualTo(new Way(true, false));
    assertThat(new Way(false, true).otherWay()).isEqualTo(new Way(true, false));
  }

  @Test
  void whatWorkedIsDialledFirst() {
    DialWays ways = new DialWays(UtpPolicy.ALLOWED);
    ways.worked(PEER, new Way(true, false));
    assertThat(ways.way(PEER)).isEqualTo(new Way(true, true));
    ways.worked(PEER, new Way(false, false));
    assertThat(ways.way(PEER)).isEqualTo(new Way(false, true));
  }

  @Test
  void whoAnswersNobodyCostsTwoDialsEveryOtherTimeOnly() {
    DialWays ways = new DialWays(UtpPolicy.ALLOWED);
    ways.failed(PEER);
    assertThat(ways.way(PEER)).isEqualTo(new Way(false, false));
    ways.failed(PEER);
    assertThat(ways.way(PEER)).isEqualTo(new Way(false, true));
  }
}
