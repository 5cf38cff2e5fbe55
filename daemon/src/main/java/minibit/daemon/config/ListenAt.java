package minibit.daemon.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import minibit.core.id.IpLiteral;
import minibit.core.words.Sentence;

/** Where a port is opened: an address and port, or wherever suits best. Port 0 is any free one. */
public record ListenAt(Optional<InetSocketAddress> address) {
  /** Wherever suits best. */
  public static final ListenAt AUTO = new ListenAt(Optional.empty());

  private static final String AUTO_TEXT = "auto";
  private static final int HIGHEST_PORT = 65_535;

  /** At this address. */
  public static ListenAt of(InetSocketAddress address) {
    return new ListenAt(Optional.of(address));
  }

  /** Whether somebody said which port, so that no other will do. */
  public boolean isFixed() {
    return address.filter(at -> at.getPort() != 0).isPresent();
  }

  static ListenAt parse(String text, Sentence unit) throws UnfitValueException {
    if (text.equals(AUTO_TEXT)) {
      return AUTO;
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String digits = text.substring(colon + 1);
    if (host.isEmpty() || !digits.matches("\\d{1,9}")) {
      throw new UnfitValueException(
          Sentence.of("setting-takes", "takes {0}, not '{1}'", unit, text));
    }
    int port = Integer.parseInt(digits);
    if (port > HIGHEST_PORT) {
      throw new UnfitValueException(
          Sentence.of("setting-port", "has port {0}; ports go from 0 to {1}", port, HIGHEST_PORT));
    }
    if (host.equals("*")) {
      return of(new InetSocketAddress(port));
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    Optional<byte[]> ip = IpLiteral.parse(bracketed ? host.substring(1, host.length() - 1) : host);
    if (ip.isEmpty() || host.contains(":") && !bracketed) {
      throw new UnfitValueException(
          Sentence.of("setting-takes", "takes {0}, not '{1}'", unit, text));
    }
    try {
      return of(new InetSocketAddress(InetAddress.getByAddress(ip.get()), port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four or sixteen bytes are an address", e);
    }
  }

  /** As it is written in the file. */
  public String text() {
    if (address.isEmpty()) {
      return AUTO_TEXT;
    }
    InetSocketAddress at = address.get();
    if (at.getAddress().isAnyLocalAddress()) {
      return "*:" + at.getPort();
    }
    String host = at.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
  }
}
