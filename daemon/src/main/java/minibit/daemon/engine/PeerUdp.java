package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import minibit.daemon.dht.DhtConfig;
import minibit.daemon.dht.DhtService;
import minibit.daemon.dht.SharedDatagrams;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Loop;
import minibit.daemon.net.UdpSockets;
import minibit.daemon.utp.UtpPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over UDP at the peer port: uTP, on a loop of its own, and our node of the DHT. Each may
 * be missing; where both are, uTP reads the sockets and hands the node its datagrams. That there
 * can be none is no reason to share nothing.
 */
final class PeerUdp {
  private static final Logger LOG = LoggerFactory.getLogger(PeerUdp.class);

  private final Optional<DhtService> dht;
  private final Optional<Loop> loop;
  private final Optional<UdpSockets> sockets;

  private PeerUdp(Optional<DhtService> dht, Optional<Loop> loop, Optional<UdpSockets> sockets) {
    this.dht = dht;
    this.loop = loop;
    this.sockets = sockets;
  }

  /**
   * Opens what the settings ask for.
   *
   * @param peer where the peer port listens
   * @param chance safe for threads
   */
  static PeerUdp open(
      EngineSettings settings,
      InetSocketAddress peer,
      BufferPool receivePool,
      Connections connections,
      RandomGenerator chance,
      InstantSource clock) {
    if (settings.utp().speaksUtp()) {
      try {
        return shared(settings, peer, receivePool, connections, chance, clock);
      } catch (IOException e) {
        LOG.warn("no uTP: {}", e.getMessage());
      }
    }
    return new PeerUdp(node(settings, peer, clock), Optional.empty(), Optional.empty());
  }

  private static Optional<DhtService> node(
      EngineSettings settings, InetSocketAddress peer, InstantSource clock) {
    if (settings.dht().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DhtService.open(settings.dht().get(), peer, clock, settings.trace()));
    } catch (IOException e) {
      LOG.warn("no DHT: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static PeerUdp shared(
      EngineSettings settings,
      InetSocketAddress peer,
      BufferPool receivePool,
      Connections connections,
      RandomGenerator chance,
      InstantSource clock)
      throws IOException {
    UdpSockets sockets = new UdpSockets(peer);
    SharedDatagrams datagrams = new SharedDatagrams(sockets);
    Optional<DhtConfig> node = settings.dht();
    Loop loop = null;
    try {
      loop = new Loop("minibit-utp", receivePool);
      UtpPort port =
          UtpPort.open(
              loop,
              sockets,
              settings.maxConnections(),
              chance,
              connections::enter,
              node.isPresent() ? datagrams::offer : (_, _) -> {});
      connections.carryBy(port);
    } catch (IOException | RuntimeException e) {
      if (loop != null) {
        loop.close();
      }
      sockets.close();
      throw e;
    }
    return new PeerUdp(
        node.map(config -> DhtService.open(config, datagrams, peer, clock, settings.trace())),
        Optional.of(loop),
        Optional.of(sockets));
  }

  /** Our node of the DHT, if there is one. */
  Optional<DhtService> dht() {
    return dht;
  }

  /** Ends connections over uTP. */
  void closeStreams() {
    loop.ifPresent(Loop::close);
  }

  /** Ends the node, and frees the ports. */
  void close() {
    dht.ifPresent(DhtService::close);
    sockets.ifPresent(UdpSockets::close);
  }
}
