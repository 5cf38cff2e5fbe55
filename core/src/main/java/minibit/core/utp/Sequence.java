package minibit.core.utp;

/** Sequence numbers: 16 bits, going round. */
final class Sequence {
  private Sequence() {}

  /** The number so many steps further; steps may be negative. */
  static int plus(int number, int steps) {
    return number + steps & 0xffff;
  }

  /** Steps from one number to another by the shorter way: -32768 to 32767. */
  static int distance(int from, int to) {
    return (short) (to - from);
  }
}
