package minibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import minibit.cli.Cli;
import org.junit.jupiter.api.Test;

/** {@code tracker} as far as it ends by itself. */
class TrackerCommandTest {
  /** A taken port is named together with the flag that changes it. */
  @Test
  void takenPortIsNamedWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Cli byFlag = Cli.run("tracker", "--http", "127.0.0.1:" + port);
      assertThat(byFlag.exit()).isEqualTo(1);
      assertThat(byFlag.err()).contains("127.0.0.1:" + port).contains("--http");

      Cli byEnvironment =
          Cli.run(Map.of("TRACKER_HOST", "127.0.0.1", "TRACKER_PORT", port), "tracker");
      assertThat(byEnvironment.exit()).isEqualTo(1);
      assertThat(byEnvironment.err()).contains(port);
    }
  }

  /** What is not there yet says so. */
  @Test
  void udpSaysThatItIsNotThereYet() {
    Cli cli = Cli.run("tracker", "--udp", "127.0.0.1:9000");
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("UDP");
  }

  @Test
  void settingsOutOfRangeAreUsageErrors() {
    assertThat(Cli.run("tracker", "--blocks", "0").exit()).isEqualTo(2);
    assertThat(Cli.run("tracker", "--interval", "0").exit()).isEqualTo(2);
    assertThat(Cli.run("tracker", "--http", "nonsense").exit()).isEqualTo(2);
  }
}
