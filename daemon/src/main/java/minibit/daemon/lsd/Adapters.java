package minibit.daemon.lsd;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The network adapters that a peer port's neighbours are on. Who listens on loopback has loopback
 * alone. Who listens on one address has the adapter of that address. Who listens everywhere has
 * every one that is up and takes multicast, but no tunnels and no aliases of another adapter, and
 * loopback only when there is nothing else.
 */
final class Adapters {
  private Adapters() {}

  /** Those that are there now. */
  static List<NetworkInterface> of(InetAddress listening) throws SocketException {
    List<NetworkInterface> up =
        NetworkInterface.networkInterfaces().filter(Adapters::isUp).toList();
    List<NetworkInterface> loopback = up.stream().filter(Adapters::isLoopback).toList();
    if (listening.isLoopbackAddress()) {
      return loopback;
    }
    List<NetworkInterface> cards = up.stream().filter(Adapters::isCard).toList();
    if (listening.isAnyLocalAddress()) {
      return cards.isEmpty() ? loopback : cards;
    }
    return cards.stream().filter(card -> card.inetAddresses().anyMatch(listening::equals)).toList();
  }

  private static boolean isUp(NetworkInterface adapter) {
    try {
      return adapter.isUp();
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean isLoopback(NetworkInterface adapter) {
    try {
      return adapter.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean isCard(NetworkInterface adapter) {
    try {
      return adapter.supportsMulticast()
          && !adapter.isLoopback()
          && !adapter.isPointToPoint()
          && !adapter.isVirtual();
    } catch (SocketException e) {
      return false;
    }
  }
}
