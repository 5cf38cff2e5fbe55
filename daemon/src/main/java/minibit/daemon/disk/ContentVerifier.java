package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import minibit.core.metainfo.LayerStore;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.piece.Bitfield;
import minibit.core.words.Sentence;
import org.jspecify.annotations.Nullable;

/**
 * Compares what lies in a folder with what a torrent says: every piece by its hashes, every file by
 * its size, on all cores. Reads only. One use per object.
 */
public final class ContentVerifier {
  /** Files that a worker looks at in a row. */
  private static final int STRETCH = 64;

  private final Metainfo metainfo;
  private final PieceHashes hashes;
  private final Path folder;
  private final boolean itself;
  private final Path root;
  private final Path[] paths;
  private final FileState[] states;
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
    this.folder = folder;
    this.itself = isContent();
    this.root = itself ? folder : folder.resolve(metainfo.name());
    this.paths = new Path[metainfo.files().size()];
    this.states = new FileState[paths.length];
    this.good = new Bitfield(metainfo.geometry().pieces());
    this.layout = ContentLayout.of(metainfo);
  }

  /** Whether what was named is the content itself, not the folder around it. */
  private boolean isContent() {
    if (Files.exists(folder.resolve(metainfo.name()))) {
      return false;
    }
    return metainfo.isFolder()
        ? metainfo.files().stream()
            .filter(TorrentFile::isContent)
            .anyMatch(file -> Files.exists(place(file, 1)))
        : Files.isRegularFile(folder);
  }

  /** Where a file should be. Its names are safe: none holds a separator. */
  private Path place(TorrentFile file, int skip) {
    String separator = folder.getFileSystem().getSeparator();
    return folder.resolve(String.join(separator, file.path().subList(skip, file.path().size())));
  }

  /**
   * Compares. Blocks until done; an interruption ends it.
   *
   * @param progress told how many bytes are done, from any thread, often
   */
  public Result verify(LongConsumer progress) throws IOException, InterruptedException {
    int stretches = (paths.length + STRETCH - 1) / STRETCH;
    Workers.forEach(stretches, stretch -> look(stretch * STRETCH));
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

  private void look(int first) {
    for (int i = first; i < Math.min(paths.length, first + STRETCH); i++) {
      TorrentFile file = metainfo.files().get(i);
      paths[i] = place(file, itself ? 1 : 0);
      states[i] = file.isContent() ? stateOf(file, paths[i]) : FileState.OK;
    }
  }

  private static FileState stateOf(TorrentFile file, Path path) {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      return FileState.MISSING;
    }
    if (!found.isRegularFile()) {
      return FileState.MISSING;
    }
    if (found.size() == file.length()) {
      return FileState.OK;
    }
    return found.size() < file.length() ? FileState.SHORT : FileState.LONG;
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

  private Result result() throws IOException, InterruptedException {
    List<FileResult> files = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      TorrentFile file = metainfo.files().get(i);
      if (file.isContent()) {
        files.add(new FileResult(file, paths[i], withPieces(i), goodBytes(i)));
      }
    }
    ExtraFiles extra = metainfo.isFolder() ? ExtraFiles.in(root, known()) : ExtraFiles.NONE;
    return new Result(good.copy(), files, extra);
  }

  /** The torrent's files. Where one is missing, a folder may lie in its place. */
  private Map<Path, Boolean> known() {
    Map<Path, Boolean> known = HashMap.newHashMap(paths.length);
    for (int i = 0; i < paths.length; i++) {
      known.put(paths[i], states[i] != FileState.MISSING);
    }
    return known;
  }

  private FileState withPieces(int file) {
    FileState state = states[file];
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
              StorageException.Code.FILE_MISSING,
              Sentence.of("became-too-short", "{0} became too short", paths[file]));
        }
        at += read;
      }
    }

    private FileChannel open(int file) throws IOException {
      FileChannel current = channel;
      if (current == null || open != file) {
        close();
        try {
          current = FileChannel.open(paths[file], StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
          throw new StorageException(
              StorageException.Code.FILE_MISSING,
              Sentence.of("no-longer-there", "{0} is no longer there", paths[file]),
              e);
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
                states[file] != FileState.MISSING
                    && (states[file] != FileState.SHORT || position + length <= sizeOf(file)));
      } catch (IOException e) {
        return false;
      }
    }

    private long sizeOf(int file) throws IOException {
      return Files.size(paths[file]);
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
