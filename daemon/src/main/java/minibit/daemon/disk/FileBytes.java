package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.words.Sentence;

/**
 * The bytes of a torrent's files, one file at a time, through handles that many torrents share; and
 * which files were written to since they were forced to the disk. Any thread; whether a file may be
 * touched is the caller's to know.
 */
final class FileBytes {
  /** The hidden file's number among the handles: no file has it. */
  static final int PART_FILE = -1;

  private final TargetFolder folder;
  private final ContentLayout layout;
  private final PlacedFiles placed;
  private final PartFile part;
  private final HandleCache handles;

  /** Files that were written to since they were forced to the disk. */
  private final Set<Integer> unforced = ConcurrentHashMap.newKeySet();

  /** Nothing is open. */
  FileBytes(
      TargetFolder folder,
      ContentLayout layout,
      PlacedFiles placed,
      PartFile part,
      HandleCache handles) {
    this.folder = folder;
    this.layout = layout;
    this.placed = placed;
    this.part = part;
    this.handles = handles;
  }

  /** Writes all of the data there, and makes the file if need be. */
  void write(int file, long position, ByteBuffer data) throws IOException {
    HandleCache.Handle handle = writable(file);
    try {
      long at = position;
      while (data.hasRemaining()) {
        at += handle.channel().write(data, at);
      }
      written(file);
    } finally {
      handles.release(handle);
    }
  }

  /** The same, of many buffers at once. */
  void write(int file, long position, List<ByteBuffer> data) throws IOException {
    HandleCache.Handle handle = writable(file);
    try {
      handle.write(position, data);
      written(file);
    } finally {
      handles.release(handle);
    }
  }

  /** Noted after the write: what is forced meanwhile may lack it. */
  private void written(int file) {
    if (!unforced.contains(file)) {
      unforced.add(file);
    }
  }

  /** Fills the buffer with what lies there; what the hidden file is too short for is zeros. */
  void read(int file, long position, ByteBuffer into) throws IOException {
    HandleCache.Handle handle = readable(file);
    try {
      long at = position;
      while (into.hasRemaining()) {
        int read = handle.channel().read(into, at);
        if (read < 0) {
          if (file == PART_FILE) {
            zero(into, into.position(), into.limit());
            return;
          }
          throw new StorageException(
              StorageException.Code.FILE_MISSING,
              Sentence.of(
                  "became-too-short",
                  "{0} became too short",
                  folder.path(layout.files().get(file).path())));
        }
        at += read;
      }
    } finally {
      handles.release(handle);
    }
  }

  /** Zeros from one index to another, whose position stays. */
  static void zero(ByteBuffer into, int from, int to) {
    for (int i = from; i < to; i++) {
      into.put(i, (byte) 0);
    }
  }

  /** Takes nothing for forced: also what was there before is to be forced the next time. */
  void distrust() {
    unforced.addAll(placed.content());
    if (part.exists()) {
      unforced.add(PART_FILE);
    }
  }

  /** Has the disk keep, over a power cut, all that was written before. May take long. */
  void force() throws IOException {
    for (Integer file : List.copyOf(unforced)) {
      unforced.remove(file);
      try {
        force(file);
      } catch (IOException e) {
        unforced.add(file);
        throw e;
      }
    }
  }

  private void force(int file) throws IOException {
    HandleCache.Handle handle = readable(file);
    try {
      handle.channel().force(true);
    } finally {
      handles.release(handle);
    }
  }

  private HandleCache.Handle writable(int file) throws IOException {
    return handles.acquire(this, file, true, write -> open(file, write));
  }

  private HandleCache.Handle readable(int file) throws IOException {
    return handles.acquire(this, file, false, write -> open(file, write));
  }

  private FileChannel open(int file, boolean write) throws IOException {
    return file == PART_FILE ? part.open() : placed.open(file, write);
  }

  /** Closes what is open of it. */
  void close() {
    handles.forget(this);
  }
}
