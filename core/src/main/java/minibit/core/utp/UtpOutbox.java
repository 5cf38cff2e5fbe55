package minibit.core.utp;

/** Where a connection puts the packets it wants sent. */
@FunctionalInterface
public interface UtpOutbox {
  /** A datagram to be sent now; the array is the connection's again when the call returns. */
  void send(byte[] datagram, int length);
}
