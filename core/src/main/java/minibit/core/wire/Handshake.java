package minibit.core.wire;

import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;

/**
 * The 68 bytes that open a connection (BEP 3): capabilities, the torrent's 20-byte name, the
 * sender's id. Immutable.
 *
 * @param reserved the eight reserved bytes as one big-endian number
 */
public record Handshake(long reserved, InfoHash infoHash, PeerId peerId) {
  /** Bytes of a handshake. */
  public static final int LENGTH = 68;

  /** What we can do: extension protocol (BEP 10), fast extension (BEP 6). */
  public static final long EXTENSIONS = 0x10_00_00L;

  /** The fast extension, bit 0x04 of the last byte (BEP 6). */
  public static final long FAST = 0x04L;

  /** The DHT, bit 0x01 of the last byte (BEP 5). */
  public static final long DHT = 0x01L;

  /** A hybrid's v1 swarm may be upgraded to v2: bit 0x10 of the last byte (BEP 52). */
  public static final long UPGRADE_V2 = 0x10L;

  /** Checks that the name is in its 20-byte form. */
  public Handshake {
    if (infoHash.isV2()) {
      throw new IllegalArgumentException("a handshake carries the 20-byte form of an info-hash");
    }
  }

  /** Whether the sender speaks the extension protocol. */
  public boolean extensions() {
    return (reserved & EXTENSIONS) != 0;
  }

  /** Whether the sender speaks the fast extension. */
  public boolean fast() {
    return (reserved & FAST) != 0;
  }

  /** Whether the sender has a node of the DHT. */
  public boolean dht() {
    return (reserved & DHT) != 0;
  }

  /** Whether the sender offers, or takes up, the upgrade to v2. */
  public boolean upgradeV2() {
    return (reserved & UPGRADE_V2) != 0;
  }
}
