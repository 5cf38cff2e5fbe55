package minibit.core.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.List;
import minibit.core.id.PeerAddress;

/** A member's keys, always the same for the same seed. */
public final class TestIdentity implements Signer {
  private final PrivateKey secret;
  private final PublisherKey key;

  private TestIdentity(PrivateKey secret, PublisherKey key) {
    this.secret = secret;
    this.key = key;
  }

  /** The identity of this number. */
  public static TestIdentity of(long seed) {
    try {
      SecureRandom chance = SecureRandom.getInstance("SHA1PRNG");
      chance.setSeed(seed);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, chance);
      KeyPair pair = generator.generateKeyPair();
      return new TestIdentity(pair.getPrivate(), PublisherKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public PublisherKey key() {
    return key;
  }

  public MemberId id() {
    return key.memberId();
  }

  /** A passport of a member reached at this port of loopback. */
  public Passport passport(String name, int port) {
    List<PeerAddress> address = List.of(PeerAddress.of(new byte[] {127, 0, 0, 1}, port));
    return Passport.unsigned(
            key, new byte[32], 1, 1, name, address, address, address, Instant.ofEpochMilli(1))
        .signed(this);
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
