package minibit.cli.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerNamesTest {
  /** Forty digits say nothing to a person; the client and the random end do. */
  @Test
  void anIdOfTheWireIsShownAsItsClient() {
    assertThat(PeerNames.shown("2d4c54323038302deb17f0d4636775a45a12c653"))
        .startsWith("libtorrent")
        .endsWith(" 5a12c653");
  }

  @Test
  void aNameOfTheJsonFaceStays() {
    assertThat(PeerNames.shown("peer-3")).isEqualTo("peer-3");
  }
}
