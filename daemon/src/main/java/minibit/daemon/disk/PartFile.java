package minibit.daemon.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * The hidden sparse file beside the content: it has the layout of the whole line, and keeps bytes
 * of files that are not wanted. Any thread.
 */
final class PartFile {
  private final TargetFolder folder;
  private final Path path;
  private final long pieceLength;
  private volatile boolean exists;

  /** Pieces of which something was written to it since this was made. */
  private final BitSet aside = new BitSet();

  PartFile(TargetFolder folder, Path path, long pieceLength) {
    this.folder = folder;
    this.path = path;
    this.pieceLength = pieceLength;
    this.exists = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  boolean exists() {
    return exists;
  }

  boolean isAside(int piece) {
    synchronized (aside) {
      return aside.get(piece);
    }
  }

  /** This stretch of the line goes here. */
  void setAside(long offset, long length) {
    synchronized (aside) {
      aside.set((int) (offset / pieceLength), (int) ((offset + length - 1) / pieceLength) + 1);
    }
  }

  FileChannel open() throws IOException {
    folder.create();
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.SPARSE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    exists = true;
    return channel;
  }
}
