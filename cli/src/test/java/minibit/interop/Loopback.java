package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives each client a loopback address of its own, 127.0.0.2 and up, with a free port: several
 * clients hold one connection per address and would refuse a second peer at 127.0.0.1.
 */
final class Loopback {
  private static final AtomicInteger LAST = new AtomicInteger(1);

  private Loopback() {}

  /** An address no other client of this run has, with a port that was free a moment ago. */
  static InetSocketAddress next() {
    int number = LAST.incrementAndGet();
    String host = "127.0." + number / 250 + "." + (number % 250 + 1);
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral(host))) {
      return new InetSocketAddress(probe.getInetAddress(), probe.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port at " + host, e);
    }
  }

  /** Whether somebody could listen there now. */
  static boolean isFree(InetSocketAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
