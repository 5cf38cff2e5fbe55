package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import minibit.core.metainfo.LayerStore;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.piece.Bitfield;
import org.jspecify.annotations.Nullable;

/**
 * Compares what lies in a folder with what a torrent says: every piece by its hashes, every file by
 * its size, on all cores. Reads only. One use per object.
 */
public final class ContentVerifier {
  private final Metainfo metainfo;
  private final PieceHashes hashes;
  private final List<Path> paths;
  private final Path root;
  private final List<FileState> states = new ArrayList<>();
  private final Bitfield good;
  private final ContentLayout layout;

  /**
   * Prepares a comparison.
   *
   * @param folder the one that the content was saved into, or the content's own folder or file
   */
  public ContentVerifier(Metainfo metainfo, Path folder) {
    this.metainfo = metainfo;
    this.hashes = new PieceHashes(metainfo);
    boolean itself = isContent(folder);
    this.paths = paths(folder, itself);
    this.root = itself ? folder : folder.resolve(metainfo.name());
    this.good = new Bitfield(metainfo.geometry().pieces());
    this.layout = layoutOf(metainfo);
  }

  private static ContentLayout layoutOf(Metainfo metainfo) {
    List<ContentFile> files = new ArrayList<>();
    for (TorrentFile file : metainfo.files()) {
      files.add(
          new ContentFile(
              file.path(),
              file.offset(),
              file.length(),
              file.pad(),
              file.executable(),
              file.symlink()));
    }
    return new ContentLayout(metainfo.geometry(), files);
  }

  /** Whether what was named is the content itself, not the folder around it. */
  private boolean isContent(Path folder) {
    if (Files.exists(folder.resolve(metainfo.name()))) {
      return false;
    }
    return metainfo.isFolder()
        ? metainfo.files().stream()
            .filter(TorrentFile::isContent)
            .anyMatch(file -> Files.exists(below(folder, file, 1)))
        : Files.isRegularFile(folder);
  }

  /** Where each file should be. */
  private List<Path> paths(Path folder, boolean itself) {
    return metainfo.files().stream().map(file -> below(folder, file, itself ? 1 : 0)).toList();
  }

  private static Path below(Path folder, TorrentFile file, int skip) {
    Path path = folder;
    for (String name : file.path().subList(skip, file.path().size())) {
      path = path.resolve(name);
    }
    return path;
  }

  /**
   * Compares. Blocks until done; an interruption ends it.
   *
   * @param progress told how many bytes are done, from any thread, often
   */
  public Result verify(LongConsumer progress) throws IOException, InterruptedException {
    for (int i = 0; i < paths.size(); i++) {
      states.add(stateOf(metainfo.files().get(i), paths.get(i)));
    }
    ProgressCount count = new ProgressCount(progress);
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        () -> {
          try (Reader reader = new Reader()) {
            int pieces = metainfo.geometry().pieces();
            for (int piece = next.getAndIncrement();
                piece < pieces && !Thread.currentThread().isInterrupted();
                piece = next.getAndIncrement()) {
              if (isGood(reader, piece)) {
                mark(piece);
              }
              count.add(metainfo.geometry().pieceSize(piece));
            }
          }
        });
    return result();
  }

  private static FileState stateOf(TorrentFile file, Path path) throws IOException {
    if (!file.isContent()) {
      return FileState.OK;
    }
    if (!Files.isRegularFile(path)) {
      return FileState.MISSING;
    }
    long size = Files.size(path);
    if (size == file.length()) {
      return FileState.OK;
    }
    return size < file.length() ? FileState.SHORT : FileState.LONG;
  }

  private boolean isGood(Reader reader, int piece) throws IOException {
    if (!reader.present(piece)) {
      return false;
    }
    try {
      return hashes.check(reader, piece);
    } catch (StorageException e) {
      // What could not be read is not there; which file it was shows in the result.
      return false;
    }
  }

  private synchronized void mark(int piece) {
    good.set(piece);
  }

  private Result result() throws IOException {
    List<FileResult> files = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      TorrentFile file = metainfo.files().get(i);
      if (file.isContent()) {
        files.add(new FileResult(file, paths.get(i), withPieces(i), goodBytes(i)));
      }
    }
    ExtraFiles extra =
        metainfo.isFolder() ? ExtraFiles.in(root, new HashSet<>(paths)) : ExtraFiles.NONE;
    return new Result(good.copy(), files, extra);
  }

  private FileState withPieces(int file) {
    FileState state = states.get(file);
    if (state != FileState.OK) {
      return state;
    }
    int missing = good.nextMissing(layout.firstPiece(file));
    return missing >= 0 && missing <= layout.lastPiece(file) ? FileState.CORRUPT : FileState.OK;
  }

  private long goodBytes(int index) {
    TorrentFile file = metainfo.files().get(index);
    long bytes = 0;
    for (int piece = layout.firstPiece(index); piece <= layout.lastPiece(index); piece++) {
      if (good.get(piece)) {
        long start = metainfo.geometry().offset(piece);
        long end = start + metainfo.geometry().pieceSize(piece);
        bytes += Math.min(end, file.end()) - Math.max(start, file.offset());
      }
    }
    return bytes;
  }

  /** How a file fares. */
  public enum FileState {
    /** As the torrent says. */
    OK,
    /** Not there, or no file. */
    MISSING,
    /** There, but with fewer bytes. */
    SHORT,
    /** There, with more bytes. */
    LONG,
    /** Of the right size, with wrong bytes. */
    CORRUPT
  }

  /**
   * One file, compared.
   *
   * @param path where it was looked for
   * @param goodBytes how many of its bytes lie in good pieces
   */
  public record FileResult(TorrentFile file, Path path, FileState state, long goodBytes) {}

  /**
   * What was found.
   *
   * @param pieces the good ones
   * @param files all that are content, in the torrent's order
   * @param extra files of the same folder that are none of the torrent's
   */
  public record Result(Bitfield pieces, List<FileResult> files, ExtraFiles extra) {
    /** Whether everything is as the torrent says; what lies beside it does not matter. */
    public boolean isOk() {
      return pieces.isFull() && files.stream().allMatch(file -> file.state() == FileState.OK);
    }

    /** Bytes of files that lie in good pieces. */
    public long goodBytes() {
      return files.stream().mapToLong(FileResult::goodBytes).sum();
    }
  }

  /** Reads the line of content from where the files lie; the last file stays open. One thread. */
  private final class Reader implements Storage {
    private int open = -1;
    private @Nullable FileChannel channel;

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
      int base = into.position();
      int limit = into.limit();
      int[] done = {base};
      layout.walk(
          offset,
          limit - base,
          (file, position, at, length) -> {
            if (metainfo.files().get(file).isContent()) {
              zero(into, done[0], base + at);
              into.limit(base + at + length).position(base + at);
              fill(file, position, into);
              done[0] = base + at + length;
            }
            return true;
          });
      into.limit(limit);
      zero(into, done[0], limit);
      into.position(limit);
    }

    /** Padding, and what no file covers, is zeros. */
    private static void zero(ByteBuffer into, int from, int to) {
      for (int i = from; i < to; i++) {
        into.put(i, (byte) 0);
      }
    }

    private void fill(int file, long position, ByteBuffer into) throws IOException {
      FileChannel from = open(file);
      long at = position;
      while (into.hasRemaining()) {
        int read = from.read(into, at);
        if (read < 0) {
          throw new StorageException(
              StorageException.Code.FILE_MISSING, paths.get(file) + " became too short");
        }
        at += read;
      }
    }

    private FileChannel open(int file) throws IOException {
      FileChannel current = channel;
      if (current == null || open != file) {
        close();
        try {
          current = FileChannel.open(paths.get(file), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
          throw new StorageException(
              StorageException.Code.FILE_MISSING, paths.get(file) + " is no longer there", e);
        }
        channel = current;
        open = file;
      }
      return current;
    }

    @Override
    public boolean present(int piece) {
      try {
        return layout.walk(
            metainfo.geometry().offset(piece),
            metainfo.geometry().pieceSize(piece),
            (file, position, _, length) ->
                states.get(file) != FileState.MISSING
                    && (states.get(file) != FileState.SHORT || position + length <= sizeOf(file)));
      } catch (IOException e) {
        return false;
      }
    }

    private long sizeOf(int file) throws IOException {
      return Files.size(paths.get(file));
    }

    @Override
    public void write(long offset, ByteBuffer data) {
      throw new UnsupportedOperationException("a verifier writes nothing");
    }

    @Override
    public void close() {
      FileChannel current = channel;
      channel = null;
      if (current != null) {
        try {
          current.close();
        } catch (IOException e) {
          // Nothing was written: nothing can be lost.
          return;
        }
      }
    }
  }

  /** Whether every piece can be judged: a v2 torrent whose layers are missing cannot. */
  public boolean canJudge() {
    return metainfo.version().hasV1() || new LayerStore(metainfo).isComplete();
  }
}
