package minibit.daemon.api;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import minibit.daemon.api.guard.Tls;

/**
 * How the API is served.
 *
 * @param listen where; port 0 takes any free one
 * @param hosts names it answers to beside loopback's and its own address
 * @param tls certificate and key; empty speaks plain HTTP, on loopback only
 * @param audit file of the changes that were asked for; empty keeps them in memory
 * @param sessions file that keeps who signed in over restarts; empty keeps nobody
 * @param heartbeat how often the tracker is to be heard: who waits much longer is told
 */
public record ApiSettings(
    InetSocketAddress listen,
    Set<String> hosts,
    Optional<Tls> tls,
    Optional<Path> audit,
    Optional<Path> sessions,
    Duration heartbeat) {
  /** What a group has unless its settings say otherwise. */
  private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(1);

  /** Keeps a copy. */
  public ApiSettings {
    hosts = Set.copyOf(hosts);
  }

  /** Plain HTTP, no further names, nothing kept. */
  public static ApiSettings at(InetSocketAddress listen) {
    return new ApiSettings(
        listen, Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), USUAL_HEARTBEAT);
  }

  /** The same for further names, with or without TLS. */
  public ApiSettings answering(Set<String> names, Optional<Tls> by) {
    return new ApiSettings(listen, names, by, audit, sessions, heartbeat);
  }

  /** The same, keeping changes and sessions in these files. */
  public ApiSettings keeping(Path changes, Path signedIn) {
    return new ApiSettings(
        listen, hosts, tls, Optional.of(changes), Optional.of(signedIn), heartbeat);
  }

  /** The same in a group whose tracker is to be heard so often. */
  public ApiSettings hearing(Duration every) {
    return new ApiSettings(listen, hosts, tls, audit, sessions, every);
  }
}
