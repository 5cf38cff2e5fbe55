package minibit.cli.transfer;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.Map;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.HostPort;
import minibit.daemon.tracker.TrackerServer;
import minibit.daemon.tracker.TrackerSettings;

/** A tracker inside this process, for what this process seeds. */
public final class LocalTracker implements AutoCloseable {
  private final TrackerServer server;

  private LocalTracker(TrackerServer server) {
    this.server = server;
  }

  /** TRACKER_HOST and TRACKER_PORT, else every interface and 9000: others are to use it. */
  public static InetSocketAddress defaultAddress(Map<String, String> environment)
      throws CliException {
    String host = environment.getOrDefault("TRACKER_HOST", "");
    String port =
        environment.getOrDefault("TRACKER_PORT", Integer.toString(TrackerSettings.DEFAULT_PORT));
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return new HostPort().convert(bracketed + ":" + port);
  }

  /** Opens it; Ctrl-C closes it. A port in use is told with the flag that changes it. */
  public static LocalTracker start(Context context, InetSocketAddress address)
      throws IOException, CliException {
    try {
      TrackerServer server = TrackerServer.start(TrackerSettings.at(address));
      context.interrupts().onInterrupt(server::close);
      return new LocalTracker(server);
    } catch (BindException e) {
      throw new CliException(
          ExitCode.FAILURE, "port-in-use", HostPort.text(address), "--tracker IP:PORT");
    }
  }

  /** A tracker for this machine alone, on any free port. */
  public static LocalTracker onLoopback() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new LocalTracker(TrackerServer.start(TrackerSettings.at(any)));
  }

  /** Where to announce, by an address that other machines can use if there is one. */
  public String announceUrl() throws IOException {
    InetAddress bound = server.address().getAddress();
    return announceUrl((bound.isAnyLocalAddress() ? reachable() : bound).getHostAddress());
  }

  /** Where to announce, by this name of the host. */
  public String announceUrl(String host) {
    return url(host) + "/announce";
  }

  /** Where it says what it knows, for people to look at. */
  public String statsUrl() {
    return url("127.0.0.1") + "/stats";
  }

  private String url(String host) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + bracketed + ":" + server.address().getPort();
  }

  /** The first address of a network that is up; of a machine without one, loopback. */
  private static InetAddress reachable() throws IOException {
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (network.isUp() && !network.isLoopback()) {
        for (InetAddress candidate : Collections.list(network.getInetAddresses())) {
          if (candidate instanceof Inet4Address && !candidate.isLinkLocalAddress()) {
            return candidate;
          }
        }
      }
    }
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void close() {
    server.close();
  }
}
