package minibit.core.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** The pieces that a peer may ask for while choked (BEP 6). Stateless. */
public final class AllowedFastSet {
  /** How many pieces we allow: the number BEP 6 sets. */
  public static final int SIZE = 10;

  private AllowedFastSet() {}

  /**
   * The set of a peer, in the order in which it is found: a longer one begins with a shorter.
   *
   * @param peer of whom only the first three bytes of its IPv4 address count; BEP 6 says nothing of
   *     IPv6, so there the set is empty
   * @param infoHash in its wire form
   * @param pieces of the torrent
   * @param size pieces wanted; the torrent may have fewer
   */
  public static List<Integer> of(PeerAddress peer, InfoHash infoHash, int pieces, int size) {
    int wanted = Math.min(size, pieces);
    List<Integer> set = new ArrayList<>(wanted);
    if (peer.isIpv6()) {
      return set;
    }
    byte[] seed = Arrays.copyOf(peer.ip(), 4 + InfoHash.WIRE_LENGTH);
    seed[3] = 0;
    System.arraycopy(infoHash.wire().toBytes(), 0, seed, 4, InfoHash.WIRE_LENGTH);
    MessageDigest sha1 = sha1();
    byte[] hash = seed;
    while (set.size() < wanted) {
      hash = sha1.digest(hash);
      for (int i = 0; i < hash.length && set.size() < wanted; i += 4) {
        int piece = Integer.remainderUnsigned(word(hash, i), pieces);
        if (!set.contains(piece)) {
          set.add(piece);
        }
      }
    }
    return set;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
