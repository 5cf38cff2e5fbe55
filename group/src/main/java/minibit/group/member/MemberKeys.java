package minibit.group.member;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Signer;
import minibit.group.closed.Hmac;

/**
 * A daemon's keys: Ed25519 for good, by which it is known and signs; X25519 of this start, by which
 * two members share a secret without a word. Safe for threads.
 */
public final class MemberKeys implements Signer {
  /** What stands before a raw X25519 key in the JDK's encoding (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");

  private static final byte[] PURPOSE = "minibit member 1".getBytes(StandardCharsets.US_ASCII);

  private final PrivateKey signing;
  private final PublisherKey key;
  private final MemberId id;
  private final KeyPair agreement;

  /** An identity kept by the daemon, with an agreement key drawn for this start. */
  public MemberKeys(KeyPair identity) {
    this.signing = identity.getPrivate();
    this.key = PublisherKey.of(identity.getPublic());
    this.id = key.memberId();
    this.agreement = draw("X25519");
  }

  /** A new identity. */
  public static MemberKeys drawn() {
    return new MemberKeys(draw("Ed25519"));
  }

  private static KeyPair draw(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** Who these keys belong to. */
  public MemberId id() {
    return id;
  }

  /** The public key by which others verify. */
  public PublisherKey key() {
    return key;
  }

  /** The public half of this start's agreement key, raw. */
  public byte[] agreement() {
    byte[] encoded = agreement.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(signing);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("our own key does not sign", e);
    }
  }

  /**
   * The secret shared with the owner of that passport, 32 bytes: the same for both, new with each
   * start of either. Empty if the passport's key is no key.
   */
  Optional<byte[]> secretWith(Passport other) {
    try {
      byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + other.agreement().length);
      System.arraycopy(other.agreement(), 0, encoded, X509_PREFIX.length, other.agreement().length);
      PublicKey theirs =
          KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded));
      KeyAgreement exchange = KeyAgreement.getInstance("X25519");
      exchange.init(agreement.getPrivate());
      exchange.doPhase(theirs, true);
      byte[] shared = exchange.generateSecret();
      boolean first = id.compareTo(other.id()) < 0;
      return Optional.of(
          Hmac.of(
              shared,
              PURPOSE,
              (first ? id : other.id()).toBytes(),
              (first ? other.id() : id).toBytes()));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
