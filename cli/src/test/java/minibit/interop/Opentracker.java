package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** opentracker, a tracker for HTTP and UDP that answers in compact form only. */
final class Opentracker extends Running {
  private final InetSocketAddress address;

  private Opentracker(Process process, Path log, InetSocketAddress address) {
    super("opentracker", process, log);
    this.address = address;
  }

  /** Debian's build serves listed torrents only, so it is told which one will be asked for. */
  static Running start(InetSocketAddress address, Path home, Torrent torrent) {
    try {
      Files.writeString(home.resolve("allowed"), torrent.swarm() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String port = String.valueOf(address.getPort());
    Path log = home.resolve("opentracker.log");
    Process process =
        spawn(
            log,
            home,
            List.of(
                Tool.require("opentracker", "opentracker"),
                "-i",
                address.getAddress().getHostAddress(),
                "-p",
                port,
                "-P",
                port,
                "-d",
                home.toString(),
                // Relative, because it changes its root to the folder when it may.
                "-w",
                "allowed"),
            Map.of());
    return new Opentracker(process, log, address);
  }

  @Override
  protected boolean ready() {
    try (Socket probe = new Socket(address.getAddress(), address.getPort())) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  protected boolean complete() {
    return true;
  }
}
