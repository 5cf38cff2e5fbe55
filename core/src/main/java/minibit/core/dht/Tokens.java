package minibit.core.dht;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import minibit.core.id.PeerAddress;

/**
 * What a host must show to announce itself: proof that it got our answer at its address (BEP 5).
 * The secret changes every five minutes, and tokens of the one before are still taken: so each is
 * good for five to ten minutes, and none is kept. One owner.
 */
final class Tokens {
  private static final Duration ROTATION = Duration.ofMinutes(5);
  private static final int SECRET = 20;
  private static final int LENGTH = 8;

  private final RandomGenerator random;
  private byte[] current;
  private byte[] previous;
  private Instant changed;

  Tokens(RandomGenerator random, Instant now) {
    this.random = random;
    this.current = draw();
    this.previous = draw();
    this.changed = now;
  }

  private byte[] draw() {
    byte[] secret = new byte[SECRET];
    random.nextBytes(secret);
    return secret;
  }

  /** The token of a host, whatever port it asks from. */
  byte[] of(PeerAddress host, Instant now) {
    rotate(now);
    return token(current, host);
  }

  boolean isValid(byte[] token, PeerAddress host, Instant now) {
    rotate(now);
    return MessageDigest.isEqual(token, token(current, host))
        || MessageDigest.isEqual(token, token(previous, host));
  }

  private void rotate(Instant now) {
    if (now.isBefore(changed.plus(ROTATION))) {
      return;
    }
    boolean late = !now.isBefore(changed.plus(ROTATION.multipliedBy(2)));
    previous = late ? draw() : current;
    current = draw();
    changed = now;
  }

  private static byte[] token(byte[] secret, PeerAddress host) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      return Arrays.copyOf(digest.digest(host.ip()), LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
