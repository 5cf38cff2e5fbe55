package minibit.interop;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What one client is to do.
 *
 * @param source a torrent file's path or a magnet link
 * @param folder where the torrent's files stand or shall stand
 * @param listen the client's own loopback address, see {@link Loopback}
 * @param home for logs and whatever the client keeps; nobody else writes there
 * @param peers to be dialled, for clients that take peers
 * @param nodes of the DHT to be asked first; without any the client keeps out of it
 */
record Job(
    String source,
    Path folder,
    InetSocketAddress listen,
    Path home,
    List<InetSocketAddress> peers,
    List<InetSocketAddress> nodes) {

  Job(String source, Path folder, InetSocketAddress listen, Path home) {
    this(source, folder, listen, home, List.of(), List.of());
  }

  Job dialling(InetSocketAddress... others) {
    return new Job(source, folder, listen, home, List.of(others), nodes);
  }

  Job asking(InetSocketAddress... routers) {
    return new Job(source, folder, listen, home, peers, List.of(routers));
  }

  boolean magnet() {
    return source.startsWith("magnet:");
  }

  /** The listening address as {@code IP:PORT}. */
  String endpoint() {
    return Loopback.text(listen);
  }
}
