package minibit.daemon.member;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** A port chosen once and kept over restarts, in a small file. */
final class KeptPort {
  /**
   * Below the ranges from which systems take ports for connections, so that nobody's connection
   * sits on the port while the daemon is down.
   */
  private static final int LOWEST = 12_000;

  private static final int HIGHEST = 32_000;

  private static final int ATTEMPTS = 200;

  private KeptPort() {}

  /** The port of the last start if it is still free, else another, which is kept from now on. */
  static int choose(Path file, InetAddress address, RandomGenerator chance) throws IOException {
    int kept = read(file);
    if (kept > 0 && isFree(address, kept)) {
      return kept;
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = chance.nextInt(LOWEST, HIGHEST);
      if (isFree(address, port)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, port + "\n");
        return port;
      }
    }
    throw new IOException("no free port found between " + LOWEST + " and " + HIGHEST);
  }

  private static int read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      int port = Integer.parseInt(Files.readString(file).strip());
      return port >= 1 && port <= 65_535 ? port : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
