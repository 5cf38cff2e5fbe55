package minibit.daemon.lsd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import minibit.core.lsd.LsdGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the two groups: a socket that hears it, on a port shared with other clients of this
 * machine, and one that tells it, from the address where our peers listen. Nothing goes further
 * than the own network: its time to live is 1. One thread.
 */
final class LsdSide implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LsdSide.class);

  private final LsdGroup group;
  private final InetSocketAddress at;
  private final DatagramChannel ear;
  private final DatagramChannel mouth;
  private final List<NetworkInterface> joined = new ArrayList<>();

  /** Adapters whose trouble was told. */
  private final Set<String> complained = new LinkedHashSet<>();

  /**
   * Opens both sockets and joins on these adapters, where that can be.
   *
   * @param from where our peers listen; the wildcard leaves the choice to the system
   * @throws IOException if this machine has no such family, or another program the port for itself
   */
  LsdSide(LsdGroup group, InetAddress from, List<NetworkInterface> adapters) throws IOException {
    this.group = group;
    InetAddress host = InetAddress.getByAddress(group.address().ip());
    this.at = new InetSocketAddress(host, group.address().port());
    this.ear = open();
    try {
      this.mouth = open();
      try {
        ear.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (ear.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
          ear.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        bindEar();
        mouth.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
        // Loop: clients of one machine find each other.
        mouth.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
        mouth.bind(new InetSocketAddress(from.isAnyLocalAddress() ? any() : from, 0));
        adapters.forEach(this::join);
      } catch (IOException | RuntimeException e) {
        mouth.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      ear.close();
      throw e;
    }
  }

  private DatagramChannel open() throws IOException {
    DatagramChannel channel = DatagramChannel.open(family());
    channel.configureBlocking(false);
    return channel;
  }

  private ProtocolFamily family() {
    return group == LsdGroup.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
  }

  /** On the group's own address, where the system allows it: nothing else is heard then. */
  private void bindEar() throws IOException {
    try {
      ear.bind(at);
    } catch (SocketException e) {
      ear.bind(new InetSocketAddress(any(), at.getPort()));
    }
  }

  private InetAddress any() throws IOException {
    return InetAddress.getByAddress(new byte[group.address().ip().length]);
  }

  private void join(NetworkInterface adapter) {
    try {
      ear.join(at.getAddress(), adapter);
      joined.add(adapter);
    } catch (IOException | RuntimeException e) {
      complain(adapter, e);
    }
  }

  /** Adapters it has joined on. */
  int adapters() {
    return joined.size();
  }

  /** Which of the two it is. */
  LsdGroup group() {
    return group;
  }

  /** What hears. */
  DatagramChannel ear() {
    return ear;
  }

  /** Tells the group on every adapter, where it can be at once; what is lost is told again. */
  void send(byte[] packet) {
    for (NetworkInterface adapter : joined) {
      try {
        mouth.setOption(StandardSocketOptions.IP_MULTICAST_IF, adapter);
        mouth.send(ByteBuffer.wrap(packet), at);
      } catch (IOException | RuntimeException e) {
        // Such as an adapter without an address or route of this family.
        complain(adapter, e);
      }
    }
  }

  private void complain(NetworkInterface adapter, Exception e) {
    if (complained.add(adapter.getName())) {
      LOG.info(
          "no local service discovery by {} on {}: {}",
          group.host(),
          adapter.getName(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    for (DatagramChannel channel : List.of(ear, mouth)) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("while closing", e);
      }
    }
  }
}
