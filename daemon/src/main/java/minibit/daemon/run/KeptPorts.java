package minibit.daemon.run;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;
import minibit.daemon.config.ListenAt;

/**
 * The ports a daemon had last time: it takes them again, so that others find it after a restart.
 * One thread.
 */
final class KeptPorts {
  private static final String FILE = "ports.properties";

  /**
   * Where new ports are drawn from: below what systems give to outgoing connections, so that
   * nobody's connection sits on a port while its daemon is away.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;

  /** Draws before giving up: ports are seldom taken. */
  private static final int DRAWS = 200;

  private final Path file;
  private final Properties ports = new Properties();
  private final RandomGenerator chance;

  private KeptPorts(Path file, RandomGenerator chance) {
    this.file = file;
    this.chance = chance;
  }

  /** The ports kept in this home; a damaged file is as good as none. */
  static KeptPorts load(Path home, RandomGenerator chance) throws IOException {
    KeptPorts kept = new KeptPorts(home.resolve(FILE), chance);
    if (Files.exists(kept.file)) {
      try (Reader in = Files.newBufferedReader(kept.file)) {
        kept.ports.load(in);
      } catch (IllegalArgumentException e) {
        kept.ports.clear();
      }
    }
    return kept;
  }

  /**
   * Where to listen: as set, else at this host and the kept port if it is free, else a new free
   * port. A port that is set and taken is found out by who opens it.
   *
   * @param name of the port in the file
   * @param host when none is set
   */
  InetSocketAddress choose(String name, ListenAt set, InetAddress host) throws IOException {
    Optional<InetSocketAddress> asked = set.address();
    if (set.isFixed()) {
      return asked.orElseThrow();
    }
    InetAddress at = asked.map(InetSocketAddress::getAddress).orElse(host);
    int port = kept(name);
    return new InetSocketAddress(at, port > 0 && isFree(at, port) ? port : drawn(at));
  }

  /** The port of that name last time, or 0. */
  int kept(String name) {
    String text = ports.getProperty(name, "");
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    return port <= 65_535 ? port : 0;
  }

  private int drawn(InetAddress at) throws IOException {
    for (int i = 0; i < DRAWS; i++) {
      int port = chance.nextInt(LOWEST, HIGHEST);
      if (isFree(at, port)) {
        return port;
      }
    }
    throw new IOException("no free port from " + LOWEST + " to " + HIGHEST + " at " + at);
  }

  static boolean isFree(InetAddress at, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(at, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Remembers a port that was opened; {@link #save} writes all. */
  void keep(String name, int port) {
    ports.setProperty(name, Integer.toString(port));
  }

  void save() throws IOException {
    Path unfinished = file.resolveSibling(FILE + ".tmp");
    try (Writer out = Files.newBufferedWriter(unfinished)) {
      ports.store(out, null);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
