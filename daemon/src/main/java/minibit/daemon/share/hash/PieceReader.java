package minibit.daemon.share.hash;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.metainfo.Merkle;
import minibit.daemon.disk.HashBuffer;
import minibit.daemon.disk.PieceHashes;
import org.jspecify.annotations.Nullable;

/** One thread's hands: a buffer, two digests, and the file it read last, kept open. */
final class PieceReader implements AutoCloseable {
  /** Called after each chunk: makes room for others, and ends the work by throwing. */
  interface Pause {
    void after(long nanos) throws StoppedException;
  }

  /** The pool is closed. */
  static final class StoppedException extends IOException {
    @java.io.Serial private static final long serialVersionUID = 1L;
  }

  private final HashBuffer buffer = new HashBuffer();
  private final MessageDigest sha1 = PieceHashes.sha1();
  private final MessageDigest sha256 = PieceHashes.sha256();
  private final AtomicLong bytesRead;
  private final Pause pause;
  private @Nullable FileHashing openFile;
  private @Nullable FileChannel channel;

  PieceReader(AtomicLong bytesRead, Pause pause) {
    this.bytesRead = bytesRead;
    this.pause = pause;
  }

  /** A piece's SHA-1 and the root of its tree. */
  record Digests(byte[] sha1, byte[] root) {}

  /**
   * Reads a piece once for both.
   *
   * @throws EOFException if the file has become shorter
   */
  Digests hash(FileHashing file, int piece) throws IOException {
    int length = file.length(piece);
    byte[] leaves = new byte[(int) Merkle.leaves(length) * Merkle.HASH];
    FileChannel from = open(file);
    for (int at = 0; at < length; at += HashBuffer.CHUNK) {
      long started = System.nanoTime();
      int start = at;
      int bytes = Math.min(HashBuffer.CHUNK, length - at);
      fill(from, file.offset(piece) + at, bytes);
      buffer.forEachBlock(
          (block, count, i) -> {
            sha1.update(block, 0, count);
            sha256.update(block, 0, count);
            int leaf = (start + i) / Merkle.LEAF;
            System.arraycopy(sha256.digest(), 0, leaves, leaf * Merkle.HASH, Merkle.HASH);
          });
      file.count(bytes);
      bytesRead.addAndGet(bytes);
      pause.after(System.nanoTime() - started);
    }
    boolean alone = length == file.job().stamp().size();
    int layers = alone ? Merkle.height(length) : Merkle.pieceLayer(file.pieceLength());
    return new Digests(sha1.digest(), Merkle.root(leaves, 0, layers));
  }

  private void fill(FileChannel from, long position, int length) throws IOException {
    ByteBuffer chunk = buffer.room(length);
    while (chunk.hasRemaining()) {
      if (from.read(chunk, position + chunk.position()) < 0) {
        throw new EOFException("the file became shorter");
      }
    }
  }

  private FileChannel open(FileHashing file) throws IOException {
    FileChannel current = channel;
    if (current != null && openFile == file) {
      return current;
    }
    close();
    current = FileChannel.open(file.job().file(), StandardOpenOption.READ);
    channel = current;
    openFile = file;
    return current;
  }

  /** Lets the file go, so that its disk can be unmounted. */
  @Override
  public void close() throws IOException {
    FileChannel current = channel;
    channel = null;
    openFile = null;
    sha1.reset();
    sha256.reset();
    if (current != null) {
      current.close();
    }
  }
}
