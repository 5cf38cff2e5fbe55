package minibit.core.mse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import minibit.core.id.InfoHash;

/** The hashes of an encrypted handshake: a word, then what it is about. Stateless. */
final class Digests {
  /** Bytes of each. */
  static final int LENGTH = 20;

  private Digests() {}

  /** Marks the end of the dialler's pad. */
  static byte[] mark(byte[] shared) {
    return sha1("req1", shared);
  }

  static byte[] hiddenName(InfoHash torrent) {
    return sha1("req2", torrent.wire().toBytes());
  }

  /** Covers the torrent's name. */
  static byte[] cover(byte[] shared) {
    return sha1("req3", shared);
  }

  /** What the dialler sends is hidden by this key. */
  static byte[] diallerKey(byte[] shared, InfoHash torrent) {
    return sha1("keyA", shared, torrent.wire().toBytes());
  }

  /** What the dialled sends is hidden by this key. */
  static byte[] dialledKey(byte[] shared, InfoHash torrent) {
    return sha1("keyB", shared, torrent.wire().toBytes());
  }

  static byte[] xor(byte[] one, byte[] other) {
    byte[] both = new byte[one.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = (byte) (one[i] ^ other[i]);
    }
    return both;
  }

  private static byte[] sha1(String word, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(word.getBytes(StandardCharsets.US_ASCII));
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
