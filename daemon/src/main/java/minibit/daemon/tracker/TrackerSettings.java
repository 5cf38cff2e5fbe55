package minibit.daemon.tracker;

import java.net.InetSocketAddress;
import minibit.core.announce.registry.RegistrySettings;

/**
 * How a tracker is run.
 *
 * @param listen where it listens; port 0 takes any free one
 * @param registry what it asks of its peers
 * @param connections open at once; more wait in the kernel's queue
 */
public record TrackerSettings(
    InetSocketAddress listen, RegistrySettings registry, int connections) {
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
    return new TrackerSettings(listen, RegistrySettings.DEFAULTS, DEFAULT_CONNECTIONS);
  }

  /** The same with other wishes to its peers. */
  public TrackerSettings with(RegistrySettings other) {
    return new TrackerSettings(listen, other, connections);
  }
}
