package minibit.core.swarm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.session.PeerKey;
import minibit.core.wire.MetadataMessage;

/** The info dictionary of one size as it comes together, and who sent its pieces (BEP 9). */
final class MetadataAssembly {
  private final int size;
  private final int pieces;
  private final Map<Integer, byte[]> parts = new TreeMap<>();
  private final List<PeerKey> senders = new ArrayList<>();

  MetadataAssembly(int size) {
    this.size = size;
    this.pieces = MetadataMessage.pieces(size);
  }

  int size() {
    return size;
  }

  int pieces() {
    return pieces;
  }

  boolean has(int piece) {
    return parts.containsKey(piece);
  }

  boolean isWhole() {
    return parts.size() == pieces;
  }

  /** Who sent at least one piece. */
  List<PeerKey> senders() {
    return senders;
  }

  /**
   * Takes a piece; one that is out of range, of the wrong length or here already is dropped.
   *
   * @return whether it was taken
   */
  boolean take(int piece, byte[] bytes, PeerKey from) {
    if (piece < 0
        || piece >= pieces
        || parts.containsKey(piece)
        || bytes.length != MetadataMessage.pieceSize(piece, size)) {
      return false;
    }
    parts.put(piece, bytes);
    if (!senders.contains(from)) {
      senders.add(from);
    }
    return true;
  }

  /** The whole, once it is here, if it fits every hash. */
  Optional<byte[]> verified(InfoHashes hashes) {
    byte[] info = new byte[size];
    int at = 0;
    for (byte[] part : parts.values()) {
      System.arraycopy(part, 0, info, at, part.length);
      at += part.length;
    }
    boolean fits =
        hashes.v1().map(hash -> hash.equals(digest("SHA-1", info))).orElse(true)
            && hashes.v2().map(hash -> hash.equals(digest("SHA-256", info))).orElse(true);
    return fits ? Optional.of(info) : Optional.empty();
  }

  private static InfoHash digest(String algorithm, byte[] info) {
    try {
      return InfoHash.of(MessageDigest.getInstance(algorithm).digest(info));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
