package minibit.core.id;

import java.util.Arrays;

/**
 * Where a peer listens: an IPv4 or IPv6 address as bytes, and a port from 1 to 65535. Resolves no
 * names. Immutable; any thread.
 */
public final class PeerAddress implements Comparable<PeerAddress> {
  private final byte[] ip;
  private final int port;

  private PeerAddress(byte[] ip, int port) {
    this.ip = ip;
    this.port = port;
  }

  /**
   * An address of 4 or 16 bytes, copied, and a port; an IPv4 address mapped into IPv6 becomes IPv4.
   * Anything else is an {@link IllegalArgumentException}.
   */
  public static PeerAddress of(byte[] ip, int port) {
    if (ip.length != 4 && ip.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + ip.length);
    }
    return new PeerAddress(
        isMappedIpv4(ip) ? Arrays.copyOfRange(ip, 12, 16) : ip.clone(), checkedPort(port));
  }

  private static int checkedPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    return port;
  }

  private static boolean isMappedIpv4(byte[] ip) {
    if (ip.length != 16 || ip[10] != -1 || ip[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (ip[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the address: 4 or 16 bytes, network order. */
  public byte[] ip() {
    return ip.clone();
  }

  /** The port, 1 to 65535. */
  public int port() {
    return port;
  }

  /** Whether the address has 16 bytes. */
  public boolean isIpv6() {
    return ip.length == 16;
  }

  /** The four bytes of an IPv4 address as one number; else {@link IllegalStateException}. */
  public int ipv4() {
    if (isIpv6()) {
      throw new IllegalStateException("an address of 16 bytes");
    }
    return ip[0] << 24 | (ip[1] & 0xff) << 16 | (ip[2] & 0xff) << 8 | ip[3] & 0xff;
  }

  /** What tells its host from others as a number: an IPv4 address, or the /64 of an IPv6 one. */
  public long hostPrefix() {
    if (!isIpv6()) {
      return ipv4();
    }
    return number(0);
  }

  /** The last eight bytes of an IPv6 address as a number; of an IPv4 address 0. */
  public long hostSuffix() {
    return isIpv6() ? number(8) : 0;
  }

  private long number(int from) {
    long number = 0;
    for (int i = from; i < from + 8; i++) {
      number = number << 8 | ip[i] & 0xff;
    }
    return number;
  }

  /** Whether this is 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    if (!isIpv6()) {
      return ip[0] == 127;
    }
    for (int i = 0; i < 15; i++) {
      if (ip[i] != 0) {
        return false;
      }
    }
    return ip[15] == 1;
  }

  /** Whether both have the same address, whatever the ports. */
  public boolean sameHost(PeerAddress other) {
    return Arrays.equals(ip, other.ip);
  }

  /** The same host under another port. */
  public PeerAddress withPort(int otherPort) {
    return new PeerAddress(ip, checkedPort(otherPort));
  }

  /** The host in text: dotted decimal, or eight groups of hexadecimal without abbreviation. */
  public String host() {
    StringBuilder text = new StringBuilder();
    if (!isIpv6()) {
      for (int i = 0; i < 4; i++) {
        text.append(i == 0 ? "" : ".").append(ip[i] & 0xff);
      }
      return text.toString();
    }
    for (int i = 0; i < 16; i += 2) {
      text.append(i == 0 ? "" : ":")
          .append(Integer.toHexString((ip[i] & 0xff) << 8 | ip[i + 1] & 0xff));
    }
    return text.toString();
  }

  @Override
  public int compareTo(PeerAddress other) {
    int hosts = Arrays.compareUnsigned(ip, other.ip);
    return hosts != 0 ? hosts : Integer.compare(port, other.port);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerAddress address
        && port == address.port
        && Arrays.equals(ip, address.ip);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ip) * 31 + port;
  }

  /** {@code 127.0.0.1:6881} or {@code [2001:db8:0:0:0:0:0:1]:6881}. */
  @Override
  public String toString() {
    return isIpv6() ? "[" + host() + "]:" + port : host() + ":" + port;
  }
}
