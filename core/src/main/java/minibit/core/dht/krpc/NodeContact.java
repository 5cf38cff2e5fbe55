package minibit.core.dht.krpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/** A node as others are told of it: its id and where it listens. */
public record NodeContact(NodeId id, PeerAddress address) {
  /** Bytes of a node with an IPv4 address (BEP 5). */
  static final int V4_LENGTH = NodeId.LENGTH + 6;

  /** Bytes of a node with an IPv6 address (BEP 32). */
  static final int V6_LENGTH = NodeId.LENGTH + 18;

  /** The nodes of one family among these, packed in their order. */
  public static byte[] pack(Collection<NodeContact> nodes, boolean ipv6) {
    int width = ipv6 ? V6_LENGTH : V4_LENGTH;
    byte[] packed = new byte[nodes.size() * width];
    int end = 0;
    for (NodeContact node : nodes) {
      if (node.address.isIpv6() == ipv6) {
        System.arraycopy(node.id.toBytes(), 0, packed, end, NodeId.LENGTH);
        putAddress(node.address, packed, end + NodeId.LENGTH);
        end += width;
      }
    }
    return Arrays.copyOf(packed, end);
  }

  /**
   * Reads packed nodes. A list whose length is no multiple of an entry's is no list and gives none;
   * entries with port 0 and addresses of the wrong family are left out, and what comes after the
   * first {@code most} is.
   */
  public static List<NodeContact> unpack(byte[] packed, boolean ipv6, int most) {
    int width = ipv6 ? V6_LENGTH : V4_LENGTH;
    if (packed.length % width != 0) {
      return List.of();
    }
    List<NodeContact> nodes = new ArrayList<>();
    for (int at = 0; at < packed.length && nodes.size() < most; at += width) {
      NodeId id = NodeId.of(Arrays.copyOfRange(packed, at, at + NodeId.LENGTH));
      address(Arrays.copyOfRange(packed, at + NodeId.LENGTH, at + width))
          .filter(address -> address.isIpv6() == ipv6)
          .ifPresent(address -> nodes.add(new NodeContact(id, address)));
    }
    return List.copyOf(nodes);
  }

  /** An address in 6 or 18 bytes; empty for other lengths and for port 0. */
  static Optional<PeerAddress> address(byte[] packed) {
    if (packed.length != 6 && packed.length != 18) {
      return Optional.empty();
    }
    int end = packed.length - 2;
    int port = (packed[end] & 0xff) << 8 | packed[end + 1] & 0xff;
    return port == 0
        ? Optional.empty()
        : Optional.of(PeerAddress.of(Arrays.copyOf(packed, end), port));
  }

  /** An address in 6 or 18 bytes. */
  static byte[] pack(PeerAddress address) {
    byte[] packed = new byte[address.isIpv6() ? 18 : 6];
    putAddress(address, packed, 0);
    return packed;
  }

  private static void putAddress(PeerAddress address, byte[] out, int at) {
    byte[] ip = address.ip();
    System.arraycopy(ip, 0, out, at, ip.length);
    out[at + ip.length] = (byte) (address.port() >> 8);
    out[at + ip.length + 1] = (byte) address.port();
  }
}
