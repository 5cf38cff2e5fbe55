package minibit.daemon.tracker;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import minibit.core.id.PeerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which address of this machine somebody reached a socket that is bound to all of them: a
 * datagram does not say. It is the asker's own if that is one of this machine's, else the one
 * nearest to it. Looks at the interfaces again every ten seconds at most. Any thread.
 */
final class OwnAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
  private static final long LOOK_NANOS = 10_000_000_000L;

  private volatile Look look;

  private record Look(long nanos, List<PeerAddress> addresses) {}

  OwnAddresses() {
    this.look = new Look(System.nanoTime(), addresses());
  }

  /** The address that the asker most likely reached. */
  PeerAddress reachedBy(PeerAddress asker) {
    Look last = look;
    if (System.nanoTime() - last.nanos() > LOOK_NANOS) {
      last = new Look(System.nanoTime(), addresses());
      look = last;
    }
    return nearest(last.addresses(), asker);
  }

  /** The one with the most leading bits in common; the asker's own if none is of its family. */
  static PeerAddress nearest(List<PeerAddress> own, PeerAddress asker) {
    PeerAddress best = asker;
    int most = -1;
    for (PeerAddress address : own) {
      // Loopback reaches only those that come by it.
      if (address.isIpv6() == asker.isIpv6() && address.isLoopback() == asker.isLoopback()) {
        int common = commonBits(address.ip(), asker.ip());
        if (common > most) {
          most = common;
          best = address;
        }
      }
    }
    return best;
  }

  private static int commonBits(byte[] a, byte[] b) {
    int at = java.util.Arrays.mismatch(a, b);
    return at < 0
        ? 8 * a.length
        : 8 * at + Integer.numberOfLeadingZeros((a[at] ^ b[at]) & 0xff) - 24;
  }

  private static List<PeerAddress> addresses() {
    List<PeerAddress> found = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp()) {
          for (InetAddress address : Collections.list(network.getInetAddresses())) {
            found.add(PeerAddress.of(address.getAddress(), 1));
          }
        }
      }
    } catch (SocketException e) {
      LOG.debug("interfaces are not known: {}", e.getMessage());
    }
    return List.copyOf(found);
  }
}
