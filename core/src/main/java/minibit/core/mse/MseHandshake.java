package minibit.core.mse;

import java.nio.ByteBuffer;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.wire.CloseReason;

/**
 * One end of an encrypted handshake: bytes in, bytes out. It keeps no bytes: what is not taken from
 * the buffer is to be brought again, with what came after it, and is never more than {@link
 * #MAX_KEPT}. Its time limit is its caller's. After {@link MseStep.Done} or {@link MseStep.Fault}
 * it is of no use. Mutable; one owner.
 *
 * <pre>
 * dialler → dialled   key A, pad A
 * dialled → dialler   key B, pad B
 * dialler → dialled   mark, hidden name, { zeros, methods, pad C, beginning of the stream }
 * dialled → dialler   { zeros, method, pad D } and the stream
 * </pre>
 *
 * <p>What stands in braces is encrypted by the shared secret and the torrent's name, so both ends
 * must know the torrent. Nothing tells who the other end is: somebody in between who knows the
 * torrent as well can take part unnoticed.
 */
public abstract sealed class MseHandshake permits MseDialler, MseDialled {
  /** Bytes of a pad at most. */
  public static final int MAX_PAD = 512;

  /** Bytes that may wait for those that follow: a pad and the mark behind it. */
  public static final int MAX_KEPT = MAX_PAD + Digests.LENGTH;

  /** After the handshake the stream is in the clear: a bit of methods. */
  static final int PLAIN = 1;

  /** After the handshake the stream is encrypted: a bit of methods. */
  static final int RC4 = 2;

  /** Zeros that show that both ends have the same key. */
  static final int ZEROS = 8;

  static final byte[] NOTHING = new byte[0];

  static final MseStep WAIT = new MseStep.More(NOTHING);

  static final MseStep BROKEN = new MseStep.Fault(CloseReason.BAD_ENCRYPTION);

  final MseChance chance;
  final EncryptionPolicy policy;

  MseHandshake(EncryptionPolicy policy, MseChance chance) {
    this.policy = policy;
    this.chance = chance;
  }

  /** The first step, before anything came. Once. */
  public abstract MseStep begin();

  /** Bytes came. What is taken of them lies before the buffer's position afterwards. */
  public abstract MseStep received(ByteBuffer in);

  /** A {@link MseStep.Compute} was done. */
  public abstract MseStep computed(KeyWork.Result result);

  /** Answers {@link MseStep.Identify}: empty if no torrent here goes by that name. */
  public abstract MseStep identified(Optional<InfoHash> torrent);

  /** Their public key, taken from the buffer. */
  static byte[] key(ByteBuffer in) {
    return take(in, KeyExchange.LENGTH);
  }

  static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** Bytes of the encrypted part, taken from the buffer and decrypted. */
  static ByteBuffer decrypt(ByteBuffer in, int length, Rc4 stream) {
    byte[] bytes = take(in, length);
    stream.apply(bytes, 0, length);
    return ByteBuffer.wrap(bytes);
  }

  /**
   * Looks for a mark behind a pad. Found: the buffer stands behind it. Not found: what cannot be
   * its beginning stays too, for the pad is counted from the buffer's position.
   */
  static Search seek(ByteBuffer in, byte[] mark) {
    int last = Math.min(in.remaining() - mark.length, MAX_PAD);
    for (int pad = 0; pad <= last; pad++) {
      if (startsWith(in, in.position() + pad, mark)) {
        in.position(in.position() + pad + mark.length);
        return Search.FOUND;
      }
    }
    return last == MAX_PAD ? Search.NOWHERE : Search.NOT_YET;
  }

  private static boolean startsWith(ByteBuffer in, int at, byte[] mark) {
    for (int i = 0; i < mark.length; i++) {
      if (in.get(at + i) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** What became of looking for a mark. */
  enum Search {
    FOUND,
    NOT_YET,
    NOWHERE
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
