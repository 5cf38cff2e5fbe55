package minibit.core.catalogue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.packed.PackedWriter;

/**
 * A file that a member offers.
 *
 * @param root of the content (BEP 52); of an empty file, zeros
 * @param size in bytes
 * @param folder where it lies in the share, parts joined by {@code /}; empty for a file shared
 *     alone
 * @param name without folders, in NFC; the canonical torrent is named so
 * @param mediaType such as {@code image/png}
 * @param v1 info-hash of the canonical torrent
 * @param v2 info-hash of the canonical torrent, 32 bytes
 */
public record SharedFile(
    PiecesRoot root,
    long size,
    String folder,
    String name,
    String mediaType,
    InfoHash v1,
    InfoHash v2) {
  /** Checks what the catalogue relies on. */
  public SharedFile {
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
    if (!fits(name, CatalogueLimits.NAME_BYTES) || name.isEmpty() || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a file's name");
    }
    if (!fits(folder, CatalogueLimits.FOLDER_BYTES)
        || !fits(mediaType, CatalogueLimits.MEDIA_TYPE_BYTES)) {
      throw new IllegalArgumentException("folder or media type too long");
    }
    if (v1.isV2() || !v2.isV2()) {
      throw new IllegalArgumentException("info-hash of the wrong version");
    }
  }

  private static boolean fits(String text, int bytes) {
    return text.length() <= bytes && text.getBytes(StandardCharsets.UTF_8).length <= bytes;
  }

  /** Folder and name. */
  public String path() {
    return path(folder, name);
  }

  static String path(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /**
   * Sixty-four bits of all fields. A member and the tracker compare sums of marks to find where
   * they disagree; a member that forges marks cheats itself alone.
   */
  public long mark() {
    byte[] packed =
        new PackedWriter()
            .raw(root.toBytes())
            .number(size)
            .text(folder)
            .text(name)
            .text(mediaType)
            .raw(v1.toBytes())
            .raw(v2.toBytes())
            .toBytes();
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(packed)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
