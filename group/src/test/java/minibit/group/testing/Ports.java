package minibit.group.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for listeners that close and open again: below the range from which connections take
 * theirs, so that nobody's connection sits on one meanwhile.
 */
public final class Ports {
  private Ports() {}

  /** A port on loopback that nobody listens on. */
  public static int free() throws IOException {
    for (int attempt = 0; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        if (attempt == 100) {
          throw e;
        }
      }
    }
  }
}
