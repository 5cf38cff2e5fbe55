package minibit.daemon.lsd;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import minibit.core.id.PeerAddress;
import minibit.core.lsd.LsdAnnounce;
import minibit.core.lsd.LsdCodec;
import minibit.core.lsd.LsdGroup;
import minibit.daemon.net.DatagramIntake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of local service discovery: a {@link LsdSide} for each address family that the peer
 * port serves. Closed until {@link #follow}. Whose peer port is on loopback tells loopback alone
 * and hears it alone. One thread, but for {@link #wake} and {@link #adapters}.
 */
final class LsdSockets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LsdSockets.class);

  private final InetAddress listening;
  private final DatagramIntake intake;
  private final List<LsdSide> sides = new ArrayList<>();
  private List<String> followed = List.of();
  private volatile int adapters;

  /** Opens nothing yet. */
  LsdSockets(InetAddress listening) throws IOException {
    this.listening = listening;
    this.intake = new DatagramIntake(LsdCodec.MAX_READ, this::isNear);
  }

  private List<LsdGroup> groups() {
    if (listening.isAnyLocalAddress() && listening instanceof Inet6Address) {
      return List.of(LsdGroup.values());
    }
    return List.of(listening instanceof Inet6Address ? LsdGroup.IPV6 : LsdGroup.IPV4);
  }

  /** Goes by the adapters that are there now: a cable, a wireless network come and go. */
  void follow() {
    try {
      List<NetworkInterface> now = Adapters.of(listening);
      List<String> names = now.stream().map(LsdSockets::identity).toList();
      if (!names.equals(followed)) {
        closeSides();
        followed = names;
        groups().forEach(group -> open(group, now));
        adapters = sides.stream().mapToInt(LsdSide::adapters).max().orElse(0);
      }
    } catch (SocketException e) {
      LOG.debug("adapters are not known: {}", e.getMessage());
    }
  }

  /** Another one of the same name, or with other addresses, is to be joined anew. */
  private static String identity(NetworkInterface adapter) {
    List<String> addresses =
        adapter.inetAddresses().map(InetAddress::getHostAddress).sorted().toList();
    return adapter.getIndex() + adapter.getName() + addresses;
  }

  private void open(LsdGroup group, List<NetworkInterface> now) {
    try {
      LsdSide side = new LsdSide(group, listening, now);
      sides.add(side);
      intake.add(side.ear());
    } catch (IOException | RuntimeException e) {
      LOG.info("no local service discovery by {}: {}", group.host(), e.getMessage());
    }
  }

  /** Adapters on which others are told, whatever the family. Any thread. */
  int adapters() {
    return adapters;
  }

  /** Tells both groups on every adapter; the consumer sees what is sent. */
  void tell(LsdAnnounce announce, BiConsumer<LsdGroup, LsdAnnounce> trace) {
    for (LsdGroup group : groups()) {
      trace.accept(group, announce);
      byte[] packet = LsdCodec.encode(group, announce);
      sides.stream().filter(side -> side.group() == group).forEach(side -> side.send(packet));
    }
  }

  /** Waits for datagrams, at most so long, and reads some. */
  void receive(long millis, BiConsumer<PeerAddress, byte[]> taker) throws IOException {
    intake.receive(millis, taker);
  }

  /**
   * Whether it may be dialled by where it came from. The system brings what other programs joined
   * for, too: on loopback only loopback is heard. A link-local IPv6 address says nothing without
   * its link, which is not kept.
   */
  private boolean isNear(InetSocketAddress from) {
    InetAddress host = from.getAddress();
    boolean scoped = host instanceof Inet6Address && host.isLinkLocalAddress();
    return !scoped
        && !host.isAnyLocalAddress()
        && !host.isMulticastAddress()
        && (!listening.isLoopbackAddress() || host.isLoopbackAddress());
  }

  /** Ends the wait for datagrams. Any thread. */
  void wake() {
    intake.wake();
  }

  /** Hears and tells nothing until it follows again. */
  void rest() {
    closeSides();
    followed = List.of();
  }

  private void closeSides() {
    sides.forEach(LsdSide::close);
    sides.clear();
    adapters = 0;
  }

  @Override
  public void close() {
    closeSides();
    intake.close();
  }
}
