package minibit.core.session;

import minibit.core.mse.Encryption;

/**
 * What carries the bytes of a connection.
 *
 * @param encryption how much is hidden from those who look on
 * @param utp whether it goes over uTP (BEP 29), and not over TCP
 */
public record Carriage(Encryption encryption, boolean utp) {
  /** TCP, and nothing hidden. */
  public static final Carriage PLAIN = new Carriage(Encryption.NONE, false);
}
