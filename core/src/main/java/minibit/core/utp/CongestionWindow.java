package minibit.core.utp;

/**
 * How many bytes may be on their way, by LEDBAT (RFC 6817): more while packets queue for less than
 * the target, fewer when they queue for longer, half after a loss. It begins as TCP does, until
 * queues or losses show. One owner.
 */
final class CongestionWindow {
  /** Microseconds of queueing that are aimed at (BEP 29). */
  static final long TARGET = 100_000;

  /** Packets the window grows by in a round trip at most. */
  private static final double GAIN = 2;

  /** However long the queue, a round trip takes no more packets from the window. */
  private static final double STEEPEST = -8;

  /** Packets that are always allowed (RFC 6817, MIN_CWND). */
  private static final int LEAST = 2;

  /** Packets at the beginning (RFC 6928). */
  private static final int FIRST = 10;

  private final int packet;
  private double bytes;
  private double threshold = Double.MAX_VALUE;

  CongestionWindow(int packet) {
    this.packet = packet;
    this.bytes = (double) FIRST * packet;
  }

  long bytes() {
    return (long) bytes;
  }

  /**
   * Bytes arrived.
   *
   * @param queueing microseconds that packets queue now
   * @param flight bytes that were on their way until now
   */
  void acked(int count, long queueing, long flight) {
    double off = Math.max(STEEPEST, (double) (TARGET - queueing) / TARGET);
    boolean used = flight + 2L * packet >= bytes;
    if (bytes < threshold && off > 0.5) {
      bytes += used ? count : 0;
      return;
    }
    threshold = Math.min(threshold, bytes);
    if (off < 0 || used) {
      bytes += GAIN * off * count * packet / bytes;
    }
    bytes = Math.max((double) LEAST * packet, bytes);
  }

  /** It need not grow beyond what may ever be on its way. */
  void cap(long most) {
    bytes = Math.max((double) LEAST * packet, Math.min(bytes, most));
  }

  /** A packet was lost; told once for what was on its way together. */
  void lost() {
    bytes = Math.max((double) LEAST * packet, bytes / 2);
    threshold = bytes;
  }

  /** Nothing was heard for a whole timeout: one packet at a time. */
  void timedOut() {
    threshold = Math.max((double) LEAST * packet, bytes / 2);
    bytes = packet;
  }
}
