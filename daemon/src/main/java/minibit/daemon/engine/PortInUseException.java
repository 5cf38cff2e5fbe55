package minibit.daemon.engine;

import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;

/** The asked-for port is taken by another process, or none of the usual ones is free. */
public final class PortInUseException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final InetSocketAddress address;

  PortInUseException(InetSocketAddress address, Throwable cause) {
    super("port in use: " + address.getHostString() + ":" + address.getPort(), cause);
    this.address = address;
  }

  /** What could not be bound. */
  public InetSocketAddress address() {
    return address;
  }
}
