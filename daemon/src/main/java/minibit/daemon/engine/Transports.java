package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.id.PeerAddress;
import minibit.daemon.net.Encrypting;
import minibit.daemon.net.Loop;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.net.PeerStream;
import minibit.daemon.net.Sockets;
import minibit.daemon.utp.UtpPort;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections over TCP and uTP, those of TCP on the loops in turn. Any thread, but what came
 * over uTP on its port's loop.
 */
final class Transports {
  private final EngineSettings settings;
  private final List<Loop> loops;
  private final Encrypting encrypting;
  private final AtomicInteger nextLoop = new AtomicInteger();
  private volatile @Nullable UtpPort utp;

  /** Over TCP alone, until {@link #carryBy}. */
  Transports(EngineSettings settings, List<Loop> loops, Encrypting encrypting) {
    this.settings = settings;
    this.loops = loops;
    this.encrypting = encrypting;
  }

  /** What carries connections over uTP. */
  void carryBy(UtpPort port) {
    utp = port;
  }

  /** Whether there is anything that carries connections over uTP. */
  boolean hasUtp() {
    return utp != null;
  }

  /** A connection of what came over TCP. */
  PeerConnection accepted(SocketChannel channel, InetSocketAddress socket, PeerLink link)
      throws IOException {
    return Sockets.accepted(
        loop(), channel, socket, link, settings.timeouts(), encrypting, socketBuffer());
  }

  /** A connection of what came over uTP. */
  PeerConnection accepted(PeerStream stream, InetSocketAddress socket, PeerLink link)
      throws IOException {
    return Sockets.accepted(port().loop(), stream, socket, link, settings.timeouts(), encrypting);
  }

  /** Begins to dial the link's address; the link hears what comes of it. */
  void dial(PeerLink link, DialPlans.Plan plan) throws IOException {
    PeerAddress address = link.remote();
    InetSocketAddress socket =
        new InetSocketAddress(InetAddress.getByAddress(address.ip()), address.port());
    boolean encrypted = plan.form().encrypted();
    if (plan.way().utp()) {
      UtpPort port = port();
      PeerStream stream = port.dial(socket);
      Sockets.dial(port.loop(), stream, socket, link, settings.timeouts(), encrypting, encrypted);
    } else {
      Sockets.dial(
          loop(),
          settings.source(),
          socket,
          link,
          settings.timeouts(),
          encrypting,
          encrypted,
          socketBuffer());
    }
  }

  private UtpPort port() throws IOException {
    UtpPort port = utp;
    if (port == null) {
      throw new IOException("no uTP");
    }
    return port;
  }

  private Loop loop() {
    return loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
  }

  private int socketBuffer() {
    return settings.socketBuffer().orElse(0);
  }
}
