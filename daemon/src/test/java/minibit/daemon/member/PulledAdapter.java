package minibit.daemon.member;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process in a network of its own, whose adapter is pulled out and put back, and given another
 * address, under a daemon's beacons. Ends with 0 if they were heard and spoke through all of it.
 */
final class PulledAdapter {
  private static final Duration LONG = Duration.ofSeconds(8);
  private static final String FIRST = "10.7.7.1/24";
  private static final String SECOND = "10.7.8.1/24";
  private static final InetSocketAddress GROUP = group();

  private final Set<String> heard = ConcurrentHashMap.newKeySet();

  private PulledAdapter() {}

  /** Runs in a network namespace in which it may do as it likes. */
  public static void main(String[] none) throws Exception {
    new PulledAdapter().run();
    System.exit(0);
  }

  private static InetSocketAddress group() {
    return new InetSocketAddress(InetAddress.ofLiteral("239.192.152.143"), MulticastBeacons.PORT);
  }

  private void run() throws Exception {
    ip("link", "set", "lo", "up");
    plugIn();
    try (MulticastBeacons beacons =
        MulticastBeacons.open(
            new InetSocketAddress(0).getAddress(), MulticastBeacons.PORT, Duration.ofMillis(100))) {
      beacons.listen(datagram -> heard.add(new String(datagram, StandardCharsets.UTF_8)));
      awaitBothWays(beacons, "at the start");

      ip("link", "del", "wire0");
      plugIn();
      awaitBothWays(beacons, "once the adapter is back");

      ip("addr", "del", FIRST, "dev", "wire0");
      ip("addr", "add", SECOND, "dev", "wire0");
      awaitBothWays(beacons, "at another address");
    }
  }

  private static void plugIn() throws Exception {
    ip("link", "add", "wire0", "type", "veth", "peer", "name", "wire1");
    ip("addr", "add", FIRST, "dev", "wire0");
    ip("link", "set", "wire1", "up");
    ip("link", "set", "wire0", "up");
  }

  private static void ip(String... words) throws Exception {
    String[] command = new String[words.length + 1];
    command[0] = "ip";
    System.arraycopy(words, 0, command, 1, words.length);
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command));
    }
  }

  private void awaitBothWays(MulticastBeacons beacons, String when) throws Exception {
    NetworkInterface wire = NetworkInterface.getByName("wire0");
    await("is heard " + when)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              // Said anew at each look: what was said before it listened again is lost.
              sayOn(wire, when);
              return heard.contains(when);
            });
    await("speaks " + when)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isHeardOn(wire, beacons));
  }

  private static void sayOn(NetworkInterface wire, String word) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, wire);
      channel.send(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)), GROUP);
    }
  }

  private static boolean isHeardOn(NetworkInterface wire, MulticastBeacons beacons)
      throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      channel.bind(GROUP);
      channel.join(GROUP.getAddress(), wire);
      channel.configureBlocking(false);
      beacons.send(new byte[] {1});
      ByteBuffer buffer = ByteBuffer.allocate(100);
      return channel.receive(buffer) != null;
    }
  }
}
