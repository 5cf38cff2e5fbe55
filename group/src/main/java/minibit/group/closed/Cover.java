package minibit.group.closed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Messages that only those read, change or make up who know a secret: AES-256-GCM under a key drawn
 * for each message, so that members who share the secret need not agree on counters. It hides
 * nothing from who knows the secret, and does not stop a message from being sent twice. Safe for
 * threads.
 */
public final class Cover {
  /** What a covered message begins with: half of it makes the key, the rest is GCM's. */
  private static final int NONCE = 28;

  private static final int SALT = 16;
  private static final int TAG_BITS = 128;

  /** How much longer a covered message is. */
  public static final int MORE_BYTES = NONCE + TAG_BITS / 8;

  private static final byte[] ASK = "ask".getBytes(StandardCharsets.US_ASCII);
  private static final SecureRandom CHANCE = new SecureRandom();

  private final byte[] secret;

  Cover(byte[] secret) {
    this.secret = secret;
  }

  /** A message and what its answer is bound to. */
  public record Covered(byte[] message, byte[] nonce) {}

  /** Covers a message that asks. */
  public Covered seal(byte[] message) {
    byte[] covered = seal(ASK, message);
    return new Covered(covered, Arrays.copyOf(covered, NONCE));
  }

  /** Uncovers a message that asks; empty if it is not of somebody who knows the secret. */
  public Optional<Covered> open(byte[] covered) {
    return open(ASK, covered).map(bytes -> new Covered(bytes, Arrays.copyOf(covered, NONCE)));
  }

  /** Covers the answer to the message with this nonce. */
  public byte[] sealAnswer(byte[] nonce, byte[] answer) {
    return seal(nonce, answer);
  }

  /** Uncovers the answer to the message with this nonce. */
  public Optional<byte[]> openAnswer(byte[] nonce, byte[] covered) {
    return open(nonce, covered);
  }

  private byte[] seal(byte[] boundTo, byte[] message) {
    byte[] nonce = new byte[NONCE];
    CHANCE.nextBytes(nonce);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo).doFinal(message);
      byte[] covered = Arrays.copyOf(nonce, NONCE + closed.length);
      System.arraycopy(closed, 0, covered, NONCE, closed.length);
      return covered;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private Optional<byte[]> open(byte[] boundTo, byte[] covered) {
    if (covered.length < MORE_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Arrays.copyOf(covered, NONCE);
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, boundTo)
              .doFinal(covered, NONCE, covered.length - NONCE));
    } catch (GeneralSecurityException e) {
      // Not of this group: nothing more can be said of it.
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] boundTo) throws GeneralSecurityException {
    byte[] key = Hmac.of(secret, Arrays.copyOf(nonce, SALT));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(TAG_BITS, nonce, SALT, NONCE - SALT));
    cipher.updateAAD(boundTo);
    return cipher;
  }
}
