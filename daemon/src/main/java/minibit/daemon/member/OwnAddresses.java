package minibit.daemon.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.core.identity.Passport;

/**
 * By which addresses others reach a listener of this machine. A listener on one address is reached
 * there alone; one on every interface is reached at all of them, the best first: where the way out
 * of the machine is, then other networks, then bridges that only this machine's containers see, and
 * loopback last, which serves daemons of one machine when no network is up.
 */
public final class OwnAddresses {
  /** Bridges of this machine: the same addresses exist on many others. */
  private static final List<String> BRIDGES = List.of("docker", "br-", "veth", "virbr", "cni");

  /** Somewhere else: a documentation address, to which nothing is ever sent. */
  private static final byte[] ELSEWHERE = {(byte) 192, 0, 2, 1};

  private OwnAddresses() {}

  /**
   * The addresses to tell others of a listener.
   *
   * @param bound the address it listens on; the wildcard stands for every interface
   * @param port it listens on, 1 to 65535
   * @return at least one, at most as many as a passport takes, the best first
   */
  public static List<PeerAddress> of(InetAddress bound, int port) {
    if (!bound.isAnyLocalAddress()) {
      return List.of(PeerAddress.of(bound.getAddress(), port));
    }
    return usable(bound instanceof Inet4Address).stream()
        .map(address -> PeerAddress.of(address.getAddress(), port))
        .distinct()
        .limit(Passport.MAX_ADDRESSES)
        .toList();
  }

  /** The one address for what can only have one, such as a voter's seat. */
  public static InetAddress best(InetAddress bound) {
    return bound.isAnyLocalAddress() ? usable(true).getFirst() : bound;
  }

  private record Candidate(InetAddress address, int rank) {}

  private static List<InetAddress> usable(boolean onlyIpv4) {
    Optional<InetAddress> wayOut = wayOut();
    List<Candidate> candidates = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) {
          for (InetAddress address : Collections.list(network.getInetAddresses())) {
            if (isUsable(address) && !(onlyIpv4 && !(address instanceof Inet4Address))) {
              candidates.add(new Candidate(address, rank(network, address, wayOut)));
            }
          }
        }
      }
    } catch (SocketException e) {
      throw new UncheckedIOException("this machine does not name its addresses", e);
    }
    candidates.sort(Comparator.comparingInt(Candidate::rank));
    return candidates.isEmpty()
        ? List.of(InetAddress.getLoopbackAddress())
        : candidates.stream().map(Candidate::address).toList();
  }

  /**
   * An IPv6 address of one link means nothing without the interface, which others call otherwise.
   */
  private static boolean isUsable(InetAddress address) {
    return address instanceof Inet4Address
        ? !address.isAnyLocalAddress()
        : !address.isLinkLocalAddress() && !address.isLoopbackAddress();
  }

  private static int rank(
      NetworkInterface network, InetAddress address, Optional<InetAddress> wayOut) {
    if (address.isLoopbackAddress()) {
      return 5;
    }
    if (wayOut.filter(address::equals).isPresent()) {
      return 0;
    }
    if (BRIDGES.stream().anyMatch(network.getName()::startsWith)) {
      return 4;
    }
    if (address.isLinkLocalAddress()) {
      return 3;
    }
    return address instanceof Inet4Address ? 1 : 2;
  }

  /** By which address packets would leave the machine, as far as routes tell; sends nothing. */
  private static Optional<InetAddress> wayOut() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(ELSEWHERE), 9));
      InetAddress local = socket.getLocalAddress();
      return local == null || local.isAnyLocalAddress() ? Optional.empty() : Optional.of(local);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
