package minibit.daemon.lsd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.lsd.Lsd;
import minibit.core.lsd.LsdAnnounce;
import minibit.core.lsd.LsdCodec;
import minibit.core.lsd.LsdEffect;
import minibit.core.lsd.LsdEvent;
import minibit.core.lsd.LsdStatus;
import minibit.daemon.trace.Direction;
import minibit.daemon.trace.WireTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local service discovery of one peer port: brings an {@link Lsd} its datagrams and the time, and
 * tells whom it wants told. While no torrent is looked for, it has no socket. One thread owns it;
 * any may call.
 */
public final class LsdService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LsdService.class);

  /** How often adapters are looked at while a torrent is looked for. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** The rest after a turn that read strangers' datagrams: a flood is dropped by the system. */
  private static final long REST_MILLIS = 20;

  private static final long CLOSE_MILLIS = 500;

  /** Eight letters: one in four thousand million is another client's, too. */
  private static final int COOKIE_BYTES = 4;

  private final LsdSockets sockets;
  private final InstantSource clock;
  private final WireTrace trace;
  private final Lsd lsd;
  private final Thread owner;

  /** Wishes are as few as torrents, and none may be lost. */
  private final Queue<LsdEvent> wishes = new ConcurrentLinkedQueue<>();

  private final Map<InfoHash, Consumer<PeerAddress>> takers = new ConcurrentHashMap<>();
  private Instant looked = Instant.MIN;
  private boolean read;
  private volatile LsdStatus status = LsdStatus.NONE;
  private volatile boolean closed;

  private LsdService(
      LsdSockets sockets, InetSocketAddress peer, InstantSource clock, WireTrace trace) {
    this.sockets = sockets;
    this.clock = clock;
    this.trace = trace;
    byte[] cookie = new byte[COOKIE_BYTES];
    new SecureRandom().nextBytes(cookie);
    this.lsd = new Lsd(peer.getPort(), HexFormat.of().formatHex(cookie), clock.instant());
    this.owner = Thread.ofPlatform().daemon().name("minibit-lsd").unstarted(this::run);
  }

  /**
   * Begins; nothing is sent or heard before a torrent is looked for.
   *
   * @param peer where the peer listens
   * @param clock never goes back
   * @throws IOException if the system has no room for it
   */
  public static LsdService open(InetSocketAddress peer, InstantSource clock, WireTrace trace)
      throws IOException {
    LsdService service = new LsdService(new LsdSockets(peer.getAddress()), peer, clock, trace);
    service.owner.start();
    return service;
  }

  // For any thread.

  /**
   * Looks for peers of a torrent from now on.
   *
   * @param hash as it travels
   * @param announce whether others are told of us
   * @param found is told an address, by the owner's thread; must not wait
   */
  public void seek(InfoHash hash, boolean announce, Consumer<PeerAddress> found) {
    takers.put(hash, found);
    wishes.add(new LsdEvent.Wanted(hash, announce));
    sockets.wake();
  }

  /** Peers of this torrent are no longer looked for. */
  public void forget(InfoHash hash) {
    takers.remove(hash);
    wishes.add(new LsdEvent.Unwanted(hash));
    sockets.wake();
  }

  /** How it stood a moment ago. */
  public LsdStatus status() {
    return status;
  }

  /** Adapters on which others are told. */
  public int adapters() {
    return sockets.adapters();
  }

  // The owner's thread.

  private void run() {
    try {
      while (!closed) {
        for (LsdEvent wish = wishes.poll(); wish != null; wish = wishes.poll()) {
          tell(wish);
        }
        Instant now = clock.instant();
        look(now);
        tell(new LsdEvent.DeadlineReached());
        status = lsd.status();
        read = false;
        sockets.receive(wishes.isEmpty() ? wait(now) : 0, this::received);
        if (read) {
          Thread.sleep(REST_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.error("local service discovery is broken and stops", e);
      }
    } finally {
      sockets.close();
    }
  }

  private void look(Instant now) {
    if (!lsd.isNeeded()) {
      sockets.rest();
      looked = Instant.MIN;
    } else if (!now.isBefore(looked.plus(LOOK))) {
      looked = now;
      sockets.follow();
    }
  }

  private long wait(Instant now) {
    if (!lsd.isNeeded()) {
      return Long.MAX_VALUE;
    }
    Instant look = looked.plus(LOOK);
    Instant first = lsd.deadline().isBefore(look) ? lsd.deadline() : look;
    return Math.max(1, Duration.between(now, first).toMillis() + 1);
  }

  private void received(PeerAddress from, byte[] packet) {
    read = true;
    if (trace.isOn()) {
      LsdCodec.decode(packet).ifPresent(announce -> trace(Direction.IN, from, announce));
    }
    tell(new LsdEvent.Received(from, packet));
  }

  private void tell(LsdEvent event) {
    for (LsdEffect effect : lsd.handle(clock.instant(), event)) {
      switch (effect) {
        case LsdEffect.Tell(LsdAnnounce announce) ->
            sockets.tell(announce, (group, said) -> trace(Direction.OUT, group.address(), said));
        case LsdEffect.PeerFound(InfoHash hash, PeerAddress peer) -> {
          Consumer<PeerAddress> taker = takers.get(hash);
          if (taker != null) {
            taker.accept(peer);
          }
        }
      }
    }
  }

  private void trace(Direction direction, PeerAddress peer, LsdAnnounce announce) {
    if (trace.isOn()) {
      trace.exchange(
          direction,
          peer,
          "lsd-announce",
          Map.of(
              "port",
              announce.port(),
              "infoHashes",
              announce.hashes().stream().map(InfoHash::hex).toList()));
    }
  }

  /** Falls silent. */
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
