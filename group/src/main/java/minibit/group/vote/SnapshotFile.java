package minibit.group.vote;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import minibit.core.catalogue.CatalogueImage;
import minibit.core.catalogue.CatalogueState;
import minibit.core.packed.BadPacked;
import org.jspecify.annotations.Nullable;

/** A catalogue image in a file: chunks behind their lengths. A half-written file never shows. */
final class SnapshotFile {
  private static final int BUFFER = 1 << 16;

  /**
   * Bytes of a chunk that is read. Earlier versions wrote 512 contents in one chunk, however long
   * that got, and dropped the log up to there: four times what is written now.
   */
  static final int MAX_READ_BYTES = 4 * CatalogueImage.MAX_CHUNK_BYTES;

  private static final SecureRandom CHANCE = new SecureRandom();

  private SnapshotFile() {}

  /**
   * Writes the image, unless it is called off meanwhile; says whether the file is there.
   *
   * @throws IOException also of an image with a chunk longer than any should be: the log that it
   *     was to stand for is dropped only when there is a file
   */
  static boolean write(CatalogueImage image, Path file, BooleanSupplier calledOff)
      throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER))) {
      for (Iterator<byte[]> chunks = image.chunks(); chunks.hasNext(); ) {
        if (calledOff.getAsBoolean()) {
          return false;
        }
        byte[] chunk = chunks.next();
        if (chunk.length > CatalogueImage.MAX_CHUNK_BYTES) {
          throw new IOException("chunk of " + chunk.length + " bytes");
        }
        out.writeInt(chunk.length);
        out.write(chunk);
      }
    }
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  static CatalogueState read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      return CatalogueImage.restore(new Chunks(in, Files.size(file)), CHANCE.nextLong());
    } catch (BadPacked e) {
      throw new IOException("snapshot " + file.getFileName() + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IOException("snapshot " + file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static final class Chunks implements Iterator<byte[]> {
    private final DataInputStream in;
    private byte @Nullable [] next;

    /** Bytes of the file that have not come yet: no memory is taken for more. */
    private long left;

    Chunks(DataInputStream in, long left) {
      this.in = in;
      this.left = left;
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public byte[] next() {
      byte[] chunk = next;
      if (chunk == null) {
        throw new NoSuchElementException("no more chunks");
      }
      next = read();
      return chunk;
    }

    private byte @Nullable [] read() {
      try {
        int length = in.readInt();
        left -= Integer.BYTES;
        if (length > left) {
          throw new IOException("cut short");
        }
        if (length < 0 || length > MAX_READ_BYTES) {
          throw new IOException(
              "a chunk of " + length + " bytes; at most " + MAX_READ_BYTES + " are read");
        }
        left -= length;
        return in.readNBytes(length);
      } catch (EOFException e) {
        return null;
      } catch (IOException e) {
        throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
