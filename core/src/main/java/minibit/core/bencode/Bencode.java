package minibit.core.bencode;

/** Values to bytes and back (BEP 3). */
public final class Bencode {
  private Bencode() {}

  /**
   * The first value of the input. Takes what the field tolerates (unsorted or doubled keys,
   * needless zeros, bytes after the value) and says in the result that it was there. The value
   * keeps windows on {@code input}, which must not change afterwards.
   *
   * @throws BadBencode if there is no value, or the limits do not allow it
   */
  public static Decoded decode(byte[] input, Limits limits) throws BadBencode {
    return new Decoder(input, 0, limits).decode();
  }

  /** As {@link #decode(byte[], Limits)}, from {@code offset} on; {@code end} counts from 0. */
  public static Decoded decode(byte[] input, int offset, Limits limits) throws BadBencode {
    return new Decoder(input, offset, limits).decode();
  }

  /** The canonical form of a value: the one in which keys are sorted. */
  public static byte[] encode(BencodeValue value) {
    return new BencodeWriter().value(value).toBytes();
  }
}
