package minibit.cli.frame;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;

/**
 * An address and a port: {@code 192.0.2.1:6881}, {@code [2001:db8::1]:6881}, {@code host:6881}, or
 * {@code *:6881} for every interface. Port 0 means any free one.
 */
public final class HostPort implements ITypeConverter<InetSocketAddress> {
  @Override
  public InetSocketAddress convert(String text) throws CliException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (colon < 0 || host.contains(":") && !bracketed) {
      throw new CliException(ExitCode.USAGE, "bad-address", text);
    }
    int port = port(text, text.substring(colon + 1));
    if (host.isEmpty() || host.equals("*")) {
      return new InetSocketAddress(port);
    }
    try {
      String name = bracketed ? host.substring(1, host.length() - 1) : host;
      return new InetSocketAddress(InetAddress.getByName(name), port);
    } catch (UnknownHostException e) {
      throw new CliException(ExitCode.USAGE, "unknown-host", host);
    }
  }

  private static int port(String text, String digits) throws CliException {
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
      throw new CliException(ExitCode.USAGE, "bad-address", text);
    }
    return Integer.parseInt(digits);
  }

  /** The address as it is written: IPv6 in brackets, every interface as {@code *}. */
  public static String text(InetSocketAddress address) {
    InetAddress bound = address.getAddress();
    String host = bound == null ? address.getHostString() : bound.getHostAddress();
    String shown = bound != null && bound.isAnyLocalAddress() ? "*" : host;
    return (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + address.getPort();
  }
}
