package minibit.daemon.tracker;

import java.net.InetSocketAddress;
import java.util.Optional;
import minibit.core.announce.registry.RegistrySettings;

/**
 * How a tracker is run.
 *
 * @param listen where it listens; port 0 takes any free one
 * @param udp where it takes announces over UDP as well; port 0 takes the port of {@code listen}
 * @param registry what it asks of its peers
 * @param connections open at once; more wait in the kernel's queue
 */
public record TrackerSettings(
    InetSocketAddress listen,
    Optional<InetSocketAddress> udp,
    RegistrySettings registry,
    int connections) {
  /** Where a tracker listens if nobody says otherwise. */
  public static final int DEFAULT_PORT = 9000;

  private static final int DEFAULT_CONNECTIONS = 2_000;

  /** Checks ranges. */
  public TrackerSettings {
    if (connections < 1) {
      throw new IllegalArgumentException("connections: " + connections);
    }
  }

  /** The usual settings at an address. */
  public static TrackerSettings at(InetSocketAddress listen) {
    return new TrackerSettings(
        listen, Optional.empty(), RegistrySettings.DEFAULTS, DEFAULT_CONNECTIONS);
  }

  /** The same with other wishes to its peers. */
  public TrackerSettings with(RegistrySettings other) {
    return new TrackerSettings(listen, udp, other, connections);
  }

  /** The same with UDP. */
  public TrackerSettings withUdp(Optional<InetSocketAddress> other) {
    return new TrackerSettings(listen, other, registry, connections);
  }
}
