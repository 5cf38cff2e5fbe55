package minibit.core.utp;

/** What a packet is for; the order is the number on the wire (BEP 29). */
public enum UtpType {
  /** Carries bytes. */
  DATA,
  /** The last packet of its direction. */
  FIN,
  /** Acknowledges, and takes no sequence number. */
  STATE,
  /** There is no such connection. */
  RESET,
  /** Opens a connection. */
  SYN;

  private static final UtpType[] ALL = values();

  /** The type of this number, 0 to 4. */
  static UtpType of(int number) {
    return ALL[number];
  }

  static boolean isKnown(int number) {
    return number < ALL.length;
  }
}
