package minibit.core.mse;

import java.util.random.RandomGenerator;

/**
 * What one end of a handshake leaves to chance.
 *
 * @param secret private exponent, {@link KeyExchange#SECRET_LENGTH} bytes
 * @param firstPad follows our public key, at most {@link MseHandshake#MAX_PAD} bytes
 * @param secondPad travels within our second, encrypted part; as long at most
 */
public record MseChance(byte[] secret, byte[] firstPad, byte[] secondPad) {
  /** Checks the lengths. */
  public MseChance {
    if (firstPad.length > MseHandshake.MAX_PAD || secondPad.length > MseHandshake.MAX_PAD) {
      throw new IllegalArgumentException("a pad has at most " + MseHandshake.MAX_PAD + " bytes");
    }
  }

  /** Draws all of it. */
  public static MseChance draw(RandomGenerator random) {
    return new MseChance(KeyExchange.secret(random), pad(random), pad(random));
  }

  private static byte[] pad(RandomGenerator random) {
    byte[] pad = new byte[random.nextInt(MseHandshake.MAX_PAD + 1)];
    random.nextBytes(pad);
    return pad;
  }
}
