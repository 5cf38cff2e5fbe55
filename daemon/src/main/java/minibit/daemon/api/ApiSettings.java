package minibit.daemon.api;

import java.net.InetSocketAddress;
import java.nio.file.Path;
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
 */
public record ApiSettings(
    InetSocketAddress listen, Set<String> hosts, Optional<Tls> tls, Optional<Path> audit) {
  /** Keeps a copy. */
  public ApiSettings {
    hosts = Set.copyOf(hosts);
  }

  /** Plain HTTP, no further names. */
  public static ApiSettings at(InetSocketAddress listen) {
    return new ApiSettings(listen, Set.of(), Optional.empty(), Optional.empty());
  }
}
