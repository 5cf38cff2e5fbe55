package minibit.core.mse;

import java.util.Optional;

/**
 * The costly step of a handshake, to be done away from the loops: {@link #run}, on any thread, and
 * the answer brought to {@link MseHandshake#computed}.
 */
public final class KeyWork {
  private final byte[] secret;
  private final boolean publicKey;
  private final Optional<byte[]> theirs;

  KeyWork(byte[] secret, boolean publicKey, Optional<byte[]> theirs) {
    this.secret = secret;
    this.publicKey = publicKey;
    this.theirs = theirs;
  }

  /**
   * What comes of it; a part that was not wanted is empty.
   *
   * @param publicKey of ours
   * @param shared empty too if their key is no good
   */
  public record Result(Optional<byte[]> publicKey, Optional<byte[]> shared) {}

  /** Does it: one or two powers of 768 bits. */
  public Result run() {
    return new Result(
        publicKey ? Optional.of(KeyExchange.publicKey(secret)) : Optional.empty(),
        theirs.flatMap(key -> KeyExchange.shared(secret, key)));
  }
}
