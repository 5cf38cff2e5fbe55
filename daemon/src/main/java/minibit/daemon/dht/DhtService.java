package minibit.daemon.dht;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.dht.Dht;
import minibit.core.dht.DhtEffect;
import minibit.core.dht.DhtEvent;
import minibit.core.dht.DhtSettings;
import minibit.core.dht.DhtStatus;
import minibit.core.dht.SavedNodes;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.InfoHash;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.HostPort;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our node of the DHT: brings a {@link Dht} its datagrams and the time, and sends what it wants
 * sent. One thread owns it; any may call.
 */
public final class DhtService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DhtService.class);

  /** Addresses of nodes that wait to be taken in; more are dropped, others will come. */
  private static final int MAX_HINTS = 512;

  /** How often nodes are kept, besides at the end. */
  private static final Duration SAVE = Duration.ofMinutes(10);

  /** The longest wait of the owner: when nothing is due, it only looks whether to keep nodes. */
  private static final long MAX_WAIT_MILLIS = 600_000;

  /** When names of routers are looked up again that could not be, as before the network is up. */
  private static final Duration RESOLVE_AGAIN = Duration.ofMinutes(1);

  private static final long CLOSE_MILLIS = 500;

  private final DhtConfig config;
  private final Datagrams sockets;
  private final InstantSource clock;
  private final NodeFile file;
  private final KrpcTrace trace;
  private final Dht dht;
  private final Thread owner;
  private final BlockingQueue<DhtEvent> hints = new ArrayBlockingQueue<>(MAX_HINTS);

  /** Wishes are as few as torrents, and none may be lost. */
  private final Queue<DhtEvent> wishes = new ConcurrentLinkedQueue<>();

  private final Map<InfoHash, Consumer<List<PeerAddress>>> takers = new ConcurrentHashMap<>();
  private volatile DhtStatus status;
  private volatile boolean closed;

  private DhtService(
      DhtConfig config,
      Datagrams sockets,
      InetSocketAddress peer,
      InstantSource clock,
      WireTrace trace) {
    this.config = config;
    this.sockets = sockets;
    this.clock = clock;
    this.file = new NodeFile(config.file());
    this.trace = new KrpcTrace(trace);
    // Strangers must not foresee tokens and transactions.
    RandomGenerator random = new SecureRandom();
    SavedNodes saved = file.load();
    OptionalInt v4 = sockets.port(false);
    OptionalInt v6 = sockets.port(true);
    boolean same =
        v4.orElse(peer.getPort()) == peer.getPort() && v6.orElse(peer.getPort()) == peer.getPort();
    this.dht =
        new Dht(
            new DhtSettings(
                v4.isPresent() ? Optional.of(id(saved.v4(), random)) : Optional.empty(),
                v6.isPresent() ? Optional.of(id(saved.v6(), random)) : Optional.empty(),
                peer.getPort(),
                same,
                config.readOnly()),
            random,
            clock.instant());
    this.status = dht.status();
    for (NodeContact node : saved.nodes()) {
      var unused = hints.offer(new DhtEvent.NodeKnown(node.address(), true));
    }
    this.owner = Thread.ofPlatform().daemon().name("minibit-dht").unstarted(this::run);
  }

  private NodeId id(Optional<NodeId> kept, RandomGenerator random) {
    return kept.filter(_ -> config.keepId()).orElseGet(() -> NodeId.random(random));
  }

  /**
   * Opens sockets that go with a peer port and begins. It sends nothing before it is told of a
   * node.
   *
   * @param peer where the peer listens
   * @param clock never goes back
   * @throws IOException if there can be no socket
   */
  public static DhtService open(
      DhtConfig config, InetSocketAddress peer, InstantSource clock, WireTrace trace)
      throws IOException {
    return open(config, new NodeSockets(peer), peer, clock, trace);
  }

  /** The same over datagrams of the caller's, closed with it. */
  public static DhtService open(
      DhtConfig config,
      Datagrams sockets,
      InetSocketAddress peer,
      InstantSource clock,
      WireTrace trace) {
    DhtService service = new DhtService(config, sockets, peer, clock, trace);
    service.owner.start();
    config.routers().forEach(service::router);
    return service;
  }

  // For any thread.

  /** Where our node listens for those of one family; empty if it is not among them. */
  public OptionalInt port(boolean ipv6) {
    return sockets.port(ipv6);
  }

  /** A peer says that there is a node at this address. */
  public void nodeMet(PeerAddress node) {
    if (hints.offer(new DhtEvent.NodeKnown(node, false))) {
      sockets.wake();
    }
  }

  /**
   * Nodes that a torrent or link names. Names are looked up on a thread of their own, for that may
   * take long.
   */
  public void nodesNamed(List<HostPort> nodes) {
    nodes.forEach(node -> resolve(node, false));
  }

  private void router(HostPort node) {
    resolve(node, true);
  }

  private void resolve(HostPort node, boolean again) {
    Thread.ofVirtual()
        .name("minibit-dht-names")
        .start(
            () -> {
              while (!closed && !resolved(node) && again) {
                try {
                  Thread.sleep(RESOLVE_AGAIN);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  return;
                }
              }
            });
  }

  private boolean resolved(HostPort node) {
    try {
      for (InetAddress host : InetAddress.getAllByName(node.host())) {
        PeerAddress address = PeerAddress.of(host.getAddress(), node.port());
        var unused = hints.offer(new DhtEvent.NodeKnown(address, true));
      }
      sockets.wake();
      return true;
    } catch (UnknownHostException e) {
      LOG.debug("no address of the node {}", node);
      return false;
    }
  }

  /**
   * Looks for peers of a torrent from now on.
   *
   * @param hash as it travels
   * @param announce whether others are told of us
   * @param seed whether we have all of it
   * @param found is told addresses, by the owner's thread; must not wait
   */
  public void seek(
      InfoHash hash, boolean announce, boolean seed, Consumer<List<PeerAddress>> found) {
    takers.put(hash, found);
    wishes.add(new DhtEvent.Wanted(hash, announce, seed));
    sockets.wake();
  }

  /** Peers of this torrent are no longer looked for. */
  public void forget(InfoHash hash) {
    takers.remove(hash);
    wishes.add(new DhtEvent.Unwanted(hash));
    sockets.wake();
  }

  /** How it stood a moment ago. */
  public DhtStatus status() {
    return status;
  }

  // The owner's thread.

  private void run() {
    Instant saved = clock.instant();
    try {
      while (!closed) {
        tellWaiting();
        tell(new DhtEvent.DeadlineReached());
        Instant now = clock.instant();
        if (saved.plus(SAVE).isBefore(now)) {
          saved = now;
          save();
        }
        long wait =
            dht.deadline().isBefore(now.plusMillis(MAX_WAIT_MILLIS))
                ? Duration.between(now, dht.deadline()).toMillis() + 1
                : MAX_WAIT_MILLIS;
        boolean busy = !hints.isEmpty() || !wishes.isEmpty();
        status = dht.status();
        sockets.receive(busy ? 0 : Math.max(1, wait), this::received);
      }
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.error("the DHT node is broken and stops", e);
      }
    } finally {
      save();
      sockets.close();
    }
  }

  private void tellWaiting() {
    for (DhtEvent wish = wishes.poll(); wish != null; wish = wishes.poll()) {
      tell(wish);
    }
    for (DhtEvent hint = hints.poll(); hint != null; hint = hints.poll()) {
      tell(hint);
    }
  }

  private void received(PeerAddress from, byte[] packet) {
    trace.datagram(Direction.IN, from, packet);
    tell(new DhtEvent.Received(from, packet));
  }

  private void tell(DhtEvent event) {
    for (DhtEffect effect : dht.handle(clock.instant(), event)) {
      switch (effect) {
        case DhtEffect.Send(PeerAddress to, byte[] packet) -> {
          trace.datagram(Direction.OUT, to, packet);
          sockets.send(to, packet);
        }
        case DhtEffect.PeersFound(InfoHash hash, List<PeerAddress> peers) -> {
          Consumer<List<PeerAddress>> taker = takers.get(hash);
          if (taker != null) {
            taker.accept(peers);
          }
        }
      }
    }
  }

  private void save() {
    DhtStatus now = dht.status();
    file.save(
        new SavedNodes(
            now.v4().map(DhtStatus.Table::id).filter(_ -> config.keepId()),
            now.v6().map(DhtStatus.Table::id).filter(_ -> config.keepId()),
            dht.contacts()));
  }

  /** Keeps the nodes and frees the ports. */
  @Override
  public void close() {
    closed = true;
    sockets.wake();
    try {
      owner.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
