package minibit.core.mse;

/**
 * What hides one direction of a connection once both ends agreed: every byte in its order, or those
 * of the beginning only, where the rest travels in the clear. Mutable; one owner.
 */
public final class StreamCipher {
  private final Rc4 stream;
  private long left;

  private StreamCipher(Rc4 stream, long left) {
    this.stream = stream;
    this.left = left;
  }

  /** Hides all that follows. */
  static StreamCipher whole(Rc4 stream) {
    return new StreamCipher(stream, Long.MAX_VALUE);
  }

  /** Hides so many bytes more. */
  static StreamCipher beginning(Rc4 stream, int bytes) {
    return new StreamCipher(stream, bytes);
  }

  /** Encrypts or decrypts, in place, what comes next in the direction. */
  public void apply(byte[] bytes, int from, int length) {
    int hidden = (int) Math.min(left, length);
    stream.apply(bytes, from, hidden);
    if (left != Long.MAX_VALUE) {
      left -= hidden;
    }
  }

  /** Whether all that follows is in the clear. */
  public boolean isOver() {
    return left == 0;
  }
}
