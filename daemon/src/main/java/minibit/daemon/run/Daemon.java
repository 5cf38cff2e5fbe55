package minibit.daemon.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import minibit.daemon.api.Backend;
import minibit.daemon.config.Keys;
import minibit.daemon.config.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon, whole: shares, serves, fetches, takes part in its group and obeys its API. Start it,
 * use it through {@link #backend} or the API, close it. Any thread.
 */
public final class Daemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  private final HomeFolder home;
  private final Wiring wiring;
  private final CompletableFuture<Void> asked;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean closing;

  private Daemon(HomeFolder home, Wiring wiring, CompletableFuture<Void> asked) {
    this.home = home;
    this.wiring = wiring;
    this.asked = asked;
  }

  /**
   * Starts it. When this returns its API answers; the group is found or founded behind.
   *
   * @throws BadInvitationException if the settings name no way into a group where they should
   * @throws HomeException if the home is in use by another daemon
   * @throws PortTakenException if a port that was asked for is in use
   * @throws IOException if something of its home cannot be read or written
   */
  public static Daemon start(DaemonOptions options, Settings settings) throws IOException {
    Entrance entrance = Entrance.of(settings);
    HomeFolder home = HomeFolder.open(options.home());
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try {
      Wiring wiring = Wiring.of(home, options, settings, entrance, () -> asked.complete(null));
      return new Daemon(home, wiring, asked);
    } catch (IOException | RuntimeException e) {
      home.close();
      throw e;
    }
  }

  /** The name a daemon goes by with these settings. */
  public static String name(Settings settings) {
    String set = settings.get(Keys.NAME);
    if (!set.isBlank()) {
      return set;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "minibit";
    }
  }

  /** What the API shows and does, without the way over HTTP. */
  public Backend backend() {
    return wiring.backend();
  }

  /** Its folder. */
  public Path home() {
    return home.path();
  }

  /** Done when somebody asked the daemon, by its API, to stop; its owner then closes it. */
  public CompletableFuture<Void> stopRequest() {
    return asked.copy();
  }

  /**
   * Stops everything within two seconds: hands the office over, says goodbye, closes connections
   * and ports, lets the home go. Who comes while another closes waits for the same end.
   */
  @Override
  public void close() {
    boolean first;
    synchronized (this) {
      first = !closing;
      closing = true;
    }
    if (first) {
      try {
        wiring.close();
        home.close();
      } catch (IOException e) {
        log.warn("the home was not let go: {}", e.getMessage());
      } finally {
        ended.complete(null);
      }
    }
    ended.join();
    asked.complete(null);
  }
}
