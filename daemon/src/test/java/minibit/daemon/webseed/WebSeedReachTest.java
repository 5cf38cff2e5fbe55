package minibit.daemon.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSeedReachTest {
  private static WebSeedReach of(String address) {
    return WebSeedReach.of(InetAddress.ofLiteral(address));
  }

  @Test
  void addressesAreNearOrFar() {
    for (String far : List.of("8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:4860::1")) {
      assertThat(of(far)).as(far).isEqualTo(WebSeedReach.PUBLIC);
    }
    for (String near :
        List.of(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "100.64.0.1",
            "::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "::7f00:1")) {
      assertThat(of(near)).as(near).isEqualTo(WebSeedReach.LOCAL);
    }
    for (String never :
        List.of(
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.1",
            "255.255.255.255",
            "fe80::1",
            "ff02::1",
            "::")) {
      assertThat(of(never)).as(never).isEqualTo(WebSeedReach.NEVER);
    }
  }

  @Test
  void theNearestAddressOfAHostCounts() {
    InetAddress far = InetAddress.ofLiteral("8.8.8.8");
    InetAddress near = InetAddress.ofLiteral("10.0.0.1");
    InetAddress never = InetAddress.ofLiteral("169.254.1.1");

    assertThat(WebSeedReach.of(new InetAddress[] {far, near})).isEqualTo(WebSeedReach.LOCAL);
    assertThat(WebSeedReach.of(new InetAddress[] {near, never, far})).isEqualTo(WebSeedReach.NEVER);
  }
}
