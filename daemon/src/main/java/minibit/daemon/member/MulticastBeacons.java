package minibit.daemon.member;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import minibit.group.member.Beacons;
import minibit.group.office.Beacon;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beacons on the groups and port of local service discovery (BEP 14), over IPv4 and, where the
 * machine has it, IPv6; on every interface that takes multicast, and on loopback, so that daemons
 * of one machine find each other without any network. The port is shared: with other daemons, and
 * with other programs that speak BEP 14. Safe for threads.
 */
public final class MulticastBeacons implements Beacons, AutoCloseable {
  /** The port of BEP 14. */
  public static final int PORT = 6771;

  private static final Logger log = LoggerFactory.getLogger(MulticastBeacons.class);

  /** 239.192.152.143. */
  private static final byte[] GROUP_V4 = {(byte) 239, (byte) 192, (byte) 152, (byte) 143};

  /** ff15::efc0:988f. */
  private static final byte[] GROUP_V6 = {
    (byte) 0xff,
    0x15,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    (byte) 0xef,
    (byte) 0xc0,
    (byte) 0x98,
    (byte) 0x8f
  };

  /** Interfaces come and go: a cable, a wireless network. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** Datagrams a second from one address: fifty daemons of a machine that all look for a group. */
  private static final int PER_SECOND = 400;

  private final InetAddress bound;
  private final int port;
  private final List<BeaconSide> sides = new CopyOnWriteArrayList<>();
  private final RateLimiter limiter = new RateLimiter(PER_SECOND, 2 * PER_SECOND);
  private final Duration look;
  private final Thread looker;
  private volatile @Nullable Consumer<byte[]> ear;
  private volatile boolean closed;

  private MulticastBeacons(InetAddress bound, int port, Duration look) {
    this.bound = bound;
    this.port = port;
    this.look = look;
    this.looker = Thread.ofVirtual().name("beacons look").unstarted(this::keepLooking);
  }

  /**
   * Opens on the usual port.
   *
   * @param bound what the member port is bound to: the wildcard for every interface, loopback for
   *     loopback alone, else the interface of that address, and loopback
   * @throws IOException if this machine has no multicast at all
   */
  public static MulticastBeacons open(InetAddress bound) throws IOException {
    return open(bound, PORT);
  }

  /** The same on another port. */
  public static MulticastBeacons open(InetAddress bound, int port) throws IOException {
    return open(bound, port, LOOK);
  }

  /** The same, with a look at the interfaces so often. */
  static MulticastBeacons open(InetAddress bound, int port, Duration look) throws IOException {
    MulticastBeacons beacons = new MulticastBeacons(bound, port, look);
    beacons.add(StandardProtocolFamily.INET, GROUP_V4);
    try {
      beacons.add(StandardProtocolFamily.INET6, GROUP_V6);
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("no beacons over IPv6: {}", e.getMessage());
    }
    beacons.look();
    beacons.looker.start();
    return beacons;
  }

  private void add(ProtocolFamily family, byte[] group) throws IOException {
    begin(new BeaconSide(family, new InetSocketAddress(InetAddress.getByAddress(group), port)));
  }

  private void begin(BeaconSide side) {
    sides.add(side);
    Thread.ofVirtual().name(side.toString()).start(() -> receive(side));
  }

  /** Gives every beacon of others, and our own that come back, to this ear. */
  public void listen(Consumer<byte[]> listener) {
    ear = listener;
  }

  @Override
  public void send(byte[] datagram) {
    sides.forEach(side -> side.send(datagram));
  }

  private void receive(BeaconSide side) {
    ByteBuffer buffer = ByteBuffer.allocate(Beacon.MAX_BYTES + 1);
    while (!closed) {
      try {
        buffer.clear();
        InetSocketAddress from = side.receive(buffer);
        hear(from.getAddress(), Arrays.copyOf(buffer.array(), buffer.position()));
      } catch (AsynchronousCloseException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (!side.isOpen()) {
          return;
        }
        log.warn("a beacon was not heard: {}", e.getMessage());
      }
    }
  }

  private void hear(InetAddress from, byte[] datagram) {
    Consumer<byte[]> listener = ear;
    if (listener != null
        && datagram.length <= Beacon.MAX_BYTES
        && limiter.allows(from, System.nanoTime())) {
      listener.accept(datagram);
    }
  }

  private void keepLooking() {
    try {
      while (!closed) {
        Thread.sleep(look);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Listens on the interfaces that are there now. */
  private void look() {
    try {
      Map<Integer, NetworkInterface> there = new HashMap<>();
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp() && isWanted(network)) {
          there.put(network.getIndex(), network);
        }
      }
      for (BeaconSide side : sides) {
        if (!side.follow(there)) {
          replace(side, there);
        }
      }
    } catch (SocketException e) {
      log.debug("interfaces are not known: {}", e.getMessage());
    }
  }

  /** The new one listens before the old one is closed: a beacon heard twice says the same. */
  private void replace(BeaconSide old, Map<Integer, NetworkInterface> there) {
    try {
      BeaconSide side = old.anew();
      side.follow(there);
      begin(side);
      sides.remove(old);
      old.close();
      if (closed) {
        side.close();
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.debug("{} stay as they are: {}", old, e.getMessage());
    }
  }

  private boolean isWanted(NetworkInterface network) throws SocketException {
    if (network.isLoopback()) {
      return true;
    }
    return network.supportsMulticast()
        && !bound.isLoopbackAddress()
        && (bound.isAnyLocalAddress()
            || network.inetAddresses().anyMatch(address -> address.equals(bound)));
  }

  /** Falls silent. */
  @Override
  public void close() {
    closed = true;
    looker.interrupt();
    sides.forEach(BeaconSide::close);
  }
}
