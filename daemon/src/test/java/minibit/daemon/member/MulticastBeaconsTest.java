package minibit.daemon.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beacons on adapters that come and go. */
@Timeout(120)
class MulticastBeaconsTest {
  /** With a real adapter, where a process may have a network of its own. */
  @Test
  void anAdapterThatWasPulledOutIsHeardOnceItIsBack() throws Exception {
    assumeTrue(isNetworkOfItsOwnAllowed());
    Process process =
        new ProcessBuilder(
                "unshare",
                "--map-root-user",
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                PulledAdapter.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static boolean isNetworkOfItsOwnAllowed() throws InterruptedException {
    List<String> trial =
        List.of(
            "unshare", "--map-root-user", "--net", "ip", "link", "add", "wire0", "type", "veth");
    try {
      return new ProcessBuilder(trial).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** An adapter that is put back has another index, and its name and addresses as before. */
  @Test
  void anAdapterIsKnownByItsIndex() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    NetworkInterface adapter = NetworkInterface.getByInetAddress(loopback);
    InetSocketAddress group = new InetSocketAddress("239.192.152.143", 0);
    try (BeaconSide side = new BeaconSide(StandardProtocolFamily.INET, group)) {
      assertThat(side.follow(Map.of())).isTrue();
      assertThat(side.follow(Map.of(7, adapter))).isTrue();
      assertThat(side.follow(Map.of(7, adapter))).isTrue();
      assertThat(side.follow(Map.of(8, adapter))).as("put back").isFalse();
      assertThat(side.follow(Map.of())).as("pulled out").isFalse();
    }
  }
}
