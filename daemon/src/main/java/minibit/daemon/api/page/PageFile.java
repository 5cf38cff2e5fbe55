package minibit.daemon.api.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page, ready to be sent.
 *
 * @param type of media
 * @param tag names exactly these bytes; without quotes
 * @param plain the bytes
 * @param packed the same by gzip, if that is worth it
 */
@SuppressWarnings("ArrayRecordComponent") // on its way to a socket, never compared
record PageFile(String type, String tag, byte[] plain, Optional<byte[]> packed) {
  /** Below that the answer fits one packet either way. */
  private static final int WORTH_PACKING = 1_024;

  /** Half of a SHA-256: no two versions of a file share it. */
  private static final int TAG_BYTES = 16;

  static PageFile of(String type, byte[] bytes) {
    boolean packs = bytes.length >= WORTH_PACKING && MediaTypes.packs(type);
    return new PageFile(
        type, tag(bytes), bytes, packs ? Optional.of(pack(bytes)) : Optional.empty());
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  private static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
