package minibit.core.mse;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Diffie and Hellman over 768 bits, as message stream encryption has it. Stateless; any thread.
 * Raising to a power takes 50 µs, and many times that before Java has compiled it: not on a loop.
 */
public final class KeyExchange {
  /** Bytes of a public key and of the shared secret, big-endian, zeros in front. */
  public static final int LENGTH = 96;

  /** Bytes of a private exponent. */
  public static final int SECRET_LENGTH = 20;

  private static final BigInteger P =
      new BigInteger(
          "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E"
              + "3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A63A"
              + "36210000000000090563",
          16);

  private KeyExchange() {}

  /** A private exponent of 160 bits. */
  static byte[] secret(RandomGenerator random) {
    byte[] secret = new byte[SECRET_LENGTH];
    random.nextBytes(secret);
    return secret;
  }

  /** The public key of a private exponent. */
  public static byte[] publicKey(byte[] secret) {
    return bytes(BigInteger.TWO.modPow(new BigInteger(1, secret), P));
  }

  /**
   * What both ends know and nobody who only looked on.
   *
   * @param theirs their public key
   * @return empty if anybody could guess the secret: the key is 0, 1, P - 1 or beyond
   */
  public static Optional<byte[]> shared(byte[] secret, byte[] theirs) {
    BigInteger key = new BigInteger(1, theirs);
    if (key.compareTo(BigInteger.ONE) <= 0 || key.compareTo(P.subtract(BigInteger.ONE)) >= 0) {
      return Optional.empty();
    }
    return Optional.of(bytes(key.modPow(new BigInteger(1, secret), P)));
  }

  private static byte[] bytes(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] padded = new byte[LENGTH];
    int take = Math.min(signed.length, LENGTH);
    System.arraycopy(signed, signed.length - take, padded, LENGTH - take, take);
    Arrays.fill(signed, (byte) 0);
    return padded;
  }
}
