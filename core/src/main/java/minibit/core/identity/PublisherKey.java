package minibit.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import minibit.core.id.Octets;

/**
 * An Ed25519 public key in its raw form of 32 bytes (RFC 8032). Any 32 bytes pass here; bytes that
 * are no point of the curve verify nothing. Immutable; any thread.
 */
public final class PublisherKey extends Octets<PublisherKey> {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  /** Bytes of a signature. */
  public static final int SIGNATURE_LENGTH = 64;

  /** What stands before the raw key in the JDK's encoding (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private PublisherKey(byte[] bytes) {
    super(bytes);
  }

  /** A key of exactly 32 bytes, copied; else {@link IllegalArgumentException}. */
  public static PublisherKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + bytes.length);
    }
    return new PublisherKey(bytes.clone());
  }

  /** The raw form of a JDK key; another algorithm's is an {@link IllegalArgumentException}. */
  public static PublisherKey of(PublicKey key) {
    byte[] encoded = key.getEncoded();
    int prefix = X509_PREFIX.length;
    if (encoded.length != prefix + LENGTH
        || !Arrays.equals(encoded, 0, prefix, X509_PREFIX, 0, prefix)) {
      throw new IllegalArgumentException("not an Ed25519 key: " + key.getAlgorithm());
    }
    return new PublisherKey(Arrays.copyOfRange(encoded, prefix, encoded.length));
  }

  /** The member this key belongs to. */
  public MemberId memberId() {
    return MemberId.of(Sha256.of(bytes));
  }

  /** Whether {@code signature} over {@code message} was made by the owner of this key. */
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_LENGTH) {
      return false;
    }
    try {
      byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + LENGTH);
      System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, LENGTH);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // Bytes that are no key, or a signature out of form: both came from a stranger.
      return false;
    }
  }
}
