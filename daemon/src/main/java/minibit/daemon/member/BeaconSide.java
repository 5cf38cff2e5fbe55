package minibit.daemon.member;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket for beacons of one protocol family, and the adapters that it has joined their group on.
 * Safe for threads.
 */
final class BeaconSide implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BeaconSide.class);

  private final ProtocolFamily family;
  private final InetSocketAddress group;
  private final DatagramChannel channel;

  /**
   * By index: an adapter that was pulled out and put back has its name again, perhaps its addresses
   * too, and is another one to the system.
   */
  private final Map<Integer, NetworkInterface> joined = new TreeMap<>();

  /**
   * Bound, and on no adapter yet.
   *
   * @throws IOException if this machine has no such family, or another program the port for itself
   */
  BeaconSide(ProtocolFamily family, InetSocketAddress group) throws IOException {
    this.family = family;
    this.group = group;
    this.channel = DatagramChannel.open(family);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      bind();
    } catch (IOException | UnsupportedOperationException e) {
      channel.close();
      throw e;
    }
  }

  /** On the group's own address, where the system allows it: nothing else is heard then. */
  private void bind() throws IOException {
    try {
      channel.bind(group);
    } catch (SocketException e) {
      channel.bind(new InetSocketAddress(wildcard(), group.getPort()));
    }
  }

  private InetAddress wildcard() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[family == StandardProtocolFamily.INET ? 4 : 16]);
  }

  /** Another of the same family and group, on no adapter yet. */
  BeaconSide anew() throws IOException {
    return new BeaconSide(family, group);
  }

  /**
   * Joins on adapters that are new.
   *
   * @param there adapters by index
   * @return false if one that it had joined on is not there any more. A socket cannot leave an
   *     adapter that is gone, and may not join on the same one put back: another is needed
   */
  synchronized boolean follow(Map<Integer, NetworkInterface> there) {
    if (!there.keySet().containsAll(joined.keySet())) {
      return false;
    }
    there.forEach(this::join);
    return true;
  }

  private void join(int index, NetworkInterface network) {
    try {
      if (!joined.containsKey(index)) {
        channel.join(group.getAddress(), network);
      }
      // Also of one that is known: its addresses may be others now, and we send by them.
      joined.put(index, network);
    } catch (IOException | RuntimeException e) {
      log.debug("no {} beacons on {}: {}", family, network.getName(), e.getMessage());
    }
  }

  /** Sends on every adapter that it has joined on. */
  synchronized void send(byte[] datagram) {
    for (NetworkInterface network : joined.values()) {
      try {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
        channel.send(ByteBuffer.wrap(datagram), group);
      } catch (IOException | RuntimeException e) {
        // An interface without route or address; the others carry it.
        log.trace("no beacon over {}: {}", network.getName(), e.getMessage());
      }
    }
  }

  /** Waits for a datagram; answers who sent it. */
  InetSocketAddress receive(ByteBuffer into) throws IOException {
    return (InetSocketAddress) channel.receive(into);
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("while closing: {}", e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "beacons " + family;
  }
}
