package minibit.core.mse;

/** How much of a connection is hidden from those who look on. */
public enum Encryption {
  /** Nothing. */
  NONE,
  /** The handshake; what follows travels in the clear. */
  HANDSHAKE,
  /** Everything. */
  STREAM;

  /** Whether the connection began with an encrypted handshake. */
  public boolean isAny() {
    return this != NONE;
  }
}
