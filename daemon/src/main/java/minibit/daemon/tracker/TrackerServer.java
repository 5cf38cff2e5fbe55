package minibit.daemon.tracker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import minibit.core.announce.registry.SwarmView;
import minibit.core.announce.registry.TrackerEvent;
import minibit.daemon.http.HttpPort;
import minibit.daemon.trace.WireTrace;
import org.jspecify.annotations.Nullable;

/**
 * A tracker on listeners of its own: announces and scrapes for stock clients over HTTP and, if it
 * is to, UDP; the plain JSON face for everybody else, one registry behind all. Speaks plain HTTP to
 * whoever comes, because stock clients have neither tokens nor certificates; nothing else is
 * reachable through it. Pages in browsers are refused.
 *
 * <p>Any thread. What happens is told to the listener at once, by the thread at work, so it must be
 * quick.
 */
public final class TrackerServer implements AutoCloseable {
  /** A connection that says nothing for so long is closed. */
  private static final Duration IDLE = Duration.ofSeconds(15);

  private final TrackerDesk desk;
  private final HttpPort port;
  private final @Nullable UdpTrackerServer udp;

  private TrackerServer(TrackerDesk desk, HttpPort port, @Nullable UdpTrackerServer udp) {
    this.desk = desk;
    this.port = port;
    this.udp = udp;
  }

  /** Starts with the machine's clock and chance, telling nobody. */
  public static TrackerServer start(TrackerSettings settings) throws IOException {
    return start(settings, _ -> {}, WireTrace.NONE);
  }

  /** Starts with the machine's clock and chance. */
  public static TrackerServer start(
      TrackerSettings settings, Consumer<TrackerEvent> events, WireTrace trace) throws IOException {
    return start(settings, InstantSource.system(), RandomGenerator.getDefault(), events, trace);
  }

  /**
   * Starts listening.
   *
   * @throws BindException if the port is taken or the address not ours
   */
  public static TrackerServer start(
      TrackerSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Consumer<TrackerEvent> events,
      WireTrace trace)
      throws IOException {
    TrackerDesk desk =
        new TrackerDesk(settings.registry(), clock, random, events, Holders.NONE, trace);
    HttpPort port = null;
    try {
      port =
          HttpPort.open(
              HttpPort.Settings.plain("tracker", settings.listen(), settings.connections(), IDLE),
              TrackerRouter.alone(
                  request -> CompletableFuture.completedFuture(desk.answer(request))));
      return new TrackerServer(desk, port, udp(settings, port, desk));
    } catch (IOException e) {
      if (port != null) {
        port.close();
      }
      desk.close();
      throw e;
    }
  }

  private static @Nullable UdpTrackerServer udp(
      TrackerSettings settings, HttpPort port, TrackerDesk desk) throws IOException {
    if (settings.udp().isEmpty()) {
      return null;
    }
    InetSocketAddress wanted = settings.udp().get();
    InetSocketAddress listen =
        wanted.getPort() == 0
            ? new InetSocketAddress(wanted.getAddress(), port.address().getPort())
            : wanted;
    try {
      UdpTrackerServer server = UdpTrackerServer.open(listen, desk.udp(), desk.clock());
      desk.udpCounts().droppedBy(server::dropped);
      return server;
    } catch (BindException e) {
      throw new UdpBindException(listen, e);
    }
  }

  /** The address for UDP is taken, or not ours. */
  public static final class UdpBindException extends BindException {
    private static final long serialVersionUID = 1L;
    private final InetSocketAddress address;

    UdpBindException(InetSocketAddress address, BindException cause) {
      super(cause.getMessage());
      initCause(cause);
      this.address = address;
    }

    /** Which address. */
    public InetSocketAddress address() {
      return address;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return address().getPort();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return port.address();
  }

  /** Where it takes announces over UDP, if it does. */
  public Optional<InetSocketAddress> udpAddress() {
    return Optional.ofNullable(udp).map(UdpTrackerServer::address);
  }

  /** What goes on, for people: at most this many peers. */
  public List<SwarmView> view(int mostPeers) {
    return desk.view(mostPeers);
  }

  /** Stops at once; the port is free when this returns. */
  @Override
  public void close() {
    if (udp != null) {
      udp.close();
    }
    desk.close();
    port.close();
  }
}
