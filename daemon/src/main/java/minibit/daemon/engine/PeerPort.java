package minibit.daemon.engine;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import minibit.daemon.net.Listener;
import minibit.daemon.net.Loop;

/** Opens the port where peers come in. */
final class PeerPort {
  private PeerPort() {}

  /**
   * Opens the wanted port, or the first free one of the usual.
   *
   * @throws PortInUseException if it, or all of them, are taken
   */
  static Listener open(EngineSettings settings, Loop loop, Listener.Door door) throws IOException {
    if (settings.listen().isPresent()) {
      return bind(settings.listen().get(), loop, door);
    }
    PortInUseException last = null;
    for (int i = 0; i < EngineSettings.PORTS_TRIED; i++) {
      try {
        return bind(new InetSocketAddress(EngineSettings.FIRST_PORT + i), loop, door);
      } catch (PortInUseException e) {
        last = e;
      }
    }
    throw last == null ? new IOException("no port was tried") : last;
  }

  private static Listener bind(InetSocketAddress address, Loop loop, Listener.Door door)
      throws IOException {
    try {
      return Listener.open(loop, address, door);
    } catch (BindException e) {
      throw new PortInUseException(address, e);
    }
  }
}
