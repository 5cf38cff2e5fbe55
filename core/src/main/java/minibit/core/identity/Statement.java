package minibit.core.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import minibit.core.id.PiecesRoot;
import minibit.core.packed.PackedWriter;

/**
 * What a publisher says of one file: this content, of this size, has this name, said at this time.
 *
 * @param root of the content (BEP 52); of an empty file, zeros
 * @param size in bytes
 * @param name of the file, without folders
 * @param time of the publisher's clock, in whole milliseconds
 */
public record Statement(PiecesRoot root, long size, String name, Instant time) {
  /** Separates these hashes from any other use of SHA-256, and a leaf from an inner node. */
  private static final byte[] DOMAIN = "minibit statement 1\0".getBytes(StandardCharsets.US_ASCII);

  /** Cuts the time to milliseconds, which is what gets hashed. */
  public Statement {
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
    time = Instant.ofEpochMilli(time.toEpochMilli());
  }

  /** The statement's place in the tree: 32 bytes. */
  public byte[] leaf() {
    return Sha256.of(
        DOMAIN,
        new PackedWriter()
            .raw(root.toBytes())
            .number(size)
            .text(name)
            .number(time.toEpochMilli())
            .toBytes());
  }
}
