package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import minibit.core.words.Sentence;

/**
 * A torrent's files, sparse and under their final names from the first block on.
 *
 * <p>What lies there already is never cut, and never overwritten unless it has exactly the size of
 * the torrent's file: then its pieces are hashed, and only bad ones are written again. A file of
 * another size ends the torrent with a clear fault, unless it is empty and the resume data say that
 * a download was begun. Bytes of unwanted files that share a piece with wanted ones go to one
 * hidden sparse file beside the content, which has the layout of the whole line.
 *
 * <p>Paths are walked without trusting them: a link that leads out of the target folder is refused.
 */
public final class FileStorage implements Storage {
  private final TargetFolder folder;
  private final ContentLayout layout;
  private final PlacedFiles placed;
  private final PartFile part;
  private final FileBytes bytes;
  private final ReadWriteLock moves = new ReentrantReadWriteLock();
  private volatile BitSet wanted;
  private boolean sealed;

  private FileStorage(
      TargetFolder folder,
      ContentLayout layout,
      PlacedFiles placed,
      BitSet wanted,
      PartFile part,
      HandleCache handles) {
    this.folder = folder;
    this.layout = layout;
    this.wanted = (BitSet) wanted.clone();
    this.placed = placed;
    this.part = part;
    this.bytes = new FileBytes(folder, layout, placed, part, handles);
  }

  /**
   * Looks at what is in the folder; writes nothing.
   *
   * @param root the target folder, which need not exist yet
   * @param wanted which files, by index
   * @param partName name of the hidden file for the borders of unwanted files
   * @param ours whether resume data claim that existing files are a begun download
   * @throws StorageException when something there must not be touched
   */
  public static FileStorage open(
      Path root,
      ContentLayout layout,
      BitSet wanted,
      String partName,
      boolean ours,
      HandleCache handles)
      throws IOException {
    TargetFolder folder = new TargetFolder(root);
    PlacedFiles placed = PlacedFiles.look(folder, layout, ours);
    PartFile part = new PartFile(folder, root.resolve(partName), layout.geometry().pieceLength());
    return new FileStorage(folder, layout, placed, wanted, part, handles);
  }

  /**
   * Creates the folder, the wanted files that are empty, and the links: nothing arrives for them.
   * What the hidden file keeps of wanted files moves into them.
   *
   * @param have the pieces that are there, which may have been written in an earlier run
   */
  public void prepare(IntPredicate have) throws IOException {
    moves.writeLock().lock();
    try {
      folder.create();
      for (int i = 0; i < layout.files().size(); i++) {
        ContentFile file = layout.files().get(i);
        if (file.pad() || !wanted.get(i)) {
          continue;
        }
        if (file.symlink().isPresent()) {
          folder.link(file.path(), file.symlink().get());
        } else if (file.length() == 0) {
          placed.create(i);
        } else if (part.exists() && !placed.isThere(i)) {
          moveFromPart(i, have);
        }
      }
    } finally {
      moves.writeLock().unlock();
    }
  }

  /**
   * Refuses a download that cannot fit.
   *
   * @param missing bytes still to be written
   */
  public void requireSpace(long missing) throws IOException {
    long free = folder.usableSpace();
    if (missing > free) {
      throw new StorageException(
          StorageException.Code.NO_SPACE,
          Sentence.of(
              "no-space",
              "needs {0} bytes in {1}, where {2} are free",
              missing,
              folder.root(),
              free));
    }
  }

  /**
   * Changes which files are wanted: what the hidden file keeps of new ones moves into them.
   *
   * @param have the pieces that are there
   */
  public void want(BitSet files, IntPredicate have) throws IOException {
    moves.writeLock().lock();
    try {
      wanted = (BitSet) files.clone();
      prepare(have);
    } finally {
      moves.writeLock().unlock();
    }
  }

  /**
   * Not only its first and last piece, which it may share with a wanted file: blocks that were on
   * their way when a file was given up have come to the hidden file, too, wherever they belong.
   */
  private void moveFromPart(int file, IntPredicate have) throws IOException {
    for (int piece = layout.firstPiece(file); piece <= layout.lastPiece(file); piece++) {
      if (part.isAside(piece) || have.test(piece)) {
        placed.create(file);
        copyFromPart(file, piece);
      }
    }
  }

  private void copyFromPart(int file, int piece) throws IOException {
    long start = layout.geometry().offset(piece);
    layout.walk(
        start,
        layout.geometry().pieceSize(piece),
        (part, position, at, length) -> {
          if (part == file) {
            ByteBuffer kept = ByteBuffer.allocate(length);
            bytes.read(FileBytes.PART_FILE, start + at, kept);
            bytes.write(file, position, kept.flip());
          }
          return true;
        });
  }

  @Override
  public void write(long offset, ByteBuffer data) throws IOException {
    int limit = data.limit();
    int base = data.position();
    moves.readLock().lock();
    try {
      requireOpen();
      layout.walk(
          offset,
          data.remaining(),
          (file, position, at, length) -> {
            if (!layout.files().get(file).pad()) {
              data.limit(base + at + length).position(base + at);
              boolean own = placed.isThere(file) || wanted.get(file);
              if (!own) {
                part.setAside(offset + at, length);
              }
              bytes.write(own ? file : FileBytes.PART_FILE, own ? position : offset + at, data);
            }
            return true;
          });
    } catch (IOException e) {
      throw StorageException.ofWrite(e);
    } finally {
      moves.readLock().unlock();
      data.limit(limit);
    }
    data.position(limit);
  }

  private void requireOpen() throws IOException {
    if (sealed) {
      throw new IOException("writing to files that are closed");
    }
  }

  @Override
  public void write(long offset, List<ByteBuffer> data) throws IOException {
    int file = layout.fileAround(offset, data.stream().mapToLong(ByteBuffer::remaining).sum());
    if (data.size() == 1 || file < 0 || layout.files().get(file).pad()) {
      Storage.super.write(offset, data);
      return;
    }
    moves.readLock().lock();
    try {
      requireOpen();
      boolean own = placed.isThere(file) || wanted.get(file);
      if (!own) {
        part.setAside(offset, data.stream().mapToLong(ByteBuffer::remaining).sum());
      }
      long position = own ? offset - layout.files().get(file).offset() : offset;
      bytes.write(own ? file : FileBytes.PART_FILE, position, data);
    } catch (IOException e) {
      throw StorageException.ofWrite(e);
    } finally {
      moves.readLock().unlock();
    }
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    int limit = into.limit();
    int base = into.position();
    int[] done = {0};
    layout.walk(
        offset,
        into.remaining(),
        (file, position, at, length) -> {
          FileBytes.zero(into, base + done[0], base + at);
          into.limit(base + at + length).position(base + at);
          readPart(file, position, offset + at, into);
          into.limit(limit);
          done[0] = at + length;
          return true;
        });
    into.limit(limit);
    FileBytes.zero(into, base + done[0], limit);
    into.position(limit);
  }

  private void readPart(int file, long position, long onLine, ByteBuffer into) throws IOException {
    if (layout.files().get(file).pad()) {
      FileBytes.zero(into, into.position(), into.limit());
    } else if (placed.isThere(file)) {
      bytes.read(file, position, into);
    } else if (part.exists()) {
      bytes.read(FileBytes.PART_FILE, onLine, into);
    } else {
      throw new StorageException(
          StorageException.Code.FILE_MISSING,
          Sentence.of(
              "not-there", "{0} is not there", folder.path(layout.files().get(file).path())));
    }
  }

  @Override
  public boolean present(int piece) {
    try {
      return layout.walk(
          layout.geometry().offset(piece),
          layout.geometry().pieceSize(piece),
          (file, _, _, _) ->
              layout.files().get(file).pad() || placed.isThere(file) || part.exists());
    } catch (IOException e) {
      throw new AssertionError("nothing was read", e);
    }
  }

  /** Size and time of change of every file that is there: what tells whether others touched it. */
  public List<FileStamp> stamps() {
    return placed.stamps();
  }

  /** The files that lie in the folder: found with their full length, or made since. */
  public List<Path> there() {
    return placed.there();
  }

  /** Takes nothing for forced: also what was there before is to be forced the next time. */
  public void distrust() {
    bytes.distrust();
  }

  /**
   * Has the disk keep, over a power cut, all that was written before. May take long; reading and
   * writing go on meanwhile.
   */
  public void force() throws IOException {
    bytes.force();
  }

  /** The layout it was opened with. */
  public ContentLayout layout() {
    return layout;
  }

  /** Has writing fail, and waits for what is being written: the files look as they will. */
  public void seal() {
    moves.writeLock().lock();
    sealed = true;
    moves.writeLock().unlock();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
