package minibit.core.metainfo;

import java.util.Optional;

/**
 * A host by name or address, not yet resolved, and a port.
 *
 * @param host without brackets
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final int MAX_HOST = 255;

  /** Checks both. */
  public HostPort {
    if (host.isEmpty() || host.length() > MAX_HOST || port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("no host and port: " + host + " " + port);
    }
  }

  /** Reads {@code host:port}, {@code 1.2.3.4:port} or {@code [::1]:port}. */
  public static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    boolean fits =
        !host.isEmpty()
            && host.length() <= MAX_HOST
            && bracketed == host.indexOf(':') >= 0
            && port > 0
            && port <= 0xffff;
    return fits ? Optional.of(new HostPort(host, port)) : Optional.empty();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
