package minibit.core.dht.table;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import minibit.core.dht.krpc.NodeContact;
import minibit.core.id.NodeId;
import minibit.core.id.PeerAddress;

/**
 * Node ids that go with the address of the node (BEP 42): the first 21 bits are those of a checksum
 * over the masked address and three bits of chance, which the last byte repeats. So nobody settles
 * around a torrent without owning very many addresses.
 */
public final class SecureIds {
  private static final byte[] V4_MASK = {0x03, 0x0f, 0x3f, (byte) 0xff};
  private static final byte[] V6_MASK = {0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, (byte) 0xff};

  private SecureIds() {}

  /** Whether the id may be that of a node at its address; local ones may have any. */
  public static boolean fits(NodeContact node) {
    return Hosts.isLocal(node.address()) || fits(node.id(), node.address().ip());
  }

  /** Whether the id goes with an IP address, be it local or not. */
  static boolean fits(NodeId id, byte[] ip) {
    byte[] bytes = id.toBytes();
    int crc = checksum(ip, bytes[NodeId.LENGTH - 1] & 7);
    return bytes[0] == (byte) (crc >> 24)
        && bytes[1] == (byte) (crc >> 16)
        && (bytes[2] & 0xf8) == (crc >> 8 & 0xf8);
  }

  /** An id for a node at this address. */
  public static NodeId make(PeerAddress address, RandomGenerator random) {
    byte[] id = NodeId.random(random).toBytes();
    int crc = checksum(address.ip(), id[NodeId.LENGTH - 1] & 7);
    id[0] = (byte) (crc >> 24);
    id[1] = (byte) (crc >> 16);
    id[2] = (byte) (crc >> 8 & 0xf8 | id[2] & 7);
    return NodeId.of(id);
  }

  /** The checksum over an address of 4 or 16 bytes; of the latter the first eight count. */
  static int checksum(byte[] ip, int chance) {
    byte[] mask = ip.length == 4 ? V4_MASK : V6_MASK;
    byte[] masked = Arrays.copyOf(ip, mask.length);
    for (int i = 0; i < mask.length; i++) {
      masked[i] &= mask[i];
    }
    masked[0] |= (byte) (chance << 5);
    CRC32C crc = new CRC32C();
    crc.update(masked);
    return (int) crc.getValue();
  }
}
