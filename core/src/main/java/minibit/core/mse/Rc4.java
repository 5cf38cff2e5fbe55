package minibit.core.mse;

/**
 * The RC4 key stream of one direction, its first 1024 bytes dropped. It hides what travels from
 * those who only look on; as a cipher it is broken. Mutable; one owner.
 */
final class Rc4 {
  /** Bytes of the stream that are never used: its beginning tells of the key. */
  private static final int DROPPED = 1024;

  /** Bytes in ints: a quarter quicker, for none has to be widened before it is added. */
  private final int[] state = new int[256];

  private int i;
  private int j;

  /** The stream of a key of 1 to 256 bytes, behind the dropped ones. */
  Rc4(byte[] key) {
    for (int n = 0; n < state.length; n++) {
      state[n] = n;
    }
    int swap = 0;
    for (int n = 0; n < state.length; n++) {
      swap = swap + state[n] + key[n % key.length] & 0xff;
      int kept = state[n];
      state[n] = state[swap];
      state[swap] = kept;
    }
    apply(new byte[DROPPED], 0, DROPPED);
  }

  /** Encrypts or decrypts these bytes in place, which is the same. */
  void apply(byte[] bytes, int from, int length) {
    int[] s = state;
    int a = i;
    int b = j;
    for (int n = from; n < from + length; n++) {
      a = a + 1 & 0xff;
      int first = s[a];
      b = b + first & 0xff;
      int second = s[b];
      s[a] = second;
      s[b] = first;
      bytes[n] ^= (byte) s[first + second & 0xff];
    }
    i = a;
    j = b;
  }
}
