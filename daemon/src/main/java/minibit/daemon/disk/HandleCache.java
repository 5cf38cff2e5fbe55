package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Open files, the least recently used closed first. A handle in use is never closed under its user:
 * it is only taken out and closed by the last one. Any thread.
 */
public final class HandleCache implements AutoCloseable {
  /** Files kept open: well below the usual limit of 1,024 a process, of which sockets take most. */
  public static final int DEFAULT_CAP = 200;

  private final int cap;
  private final UnaryOperator<FileChannel> disk;
  private final LinkedHashMap<Key, Handle> handles = new LinkedHashMap<>(64, 0.75f, true);

  /** A cache of so many open files; more only while more are in use at once. */
  public HandleCache(int cap) {
    this(cap, UnaryOperator.identity());
  }

  /**
   * The same over another disk, as one that becomes full.
   *
   * @param disk stands between us and every file that is opened
   */
  public HandleCache(int cap, UnaryOperator<FileChannel> disk) {
    if (cap < 1) {
      throw new IllegalArgumentException("cap: " + cap);
    }
    this.cap = cap;
    this.disk = disk;
  }

  /** Opens a file the way its owner wants it. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(boolean write) throws IOException;
  }

  private record Key(Object owner, int file) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && owner == key.owner && file == key.file;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(owner) * 31 + file;
    }
  }

  /** An open file, given back by {@link HandleCache#release}. */
  static final class Handle {
    private final FileChannel channel;
    private final boolean writable;
    private int users;
    private boolean dropped;

    private Handle(FileChannel channel, boolean writable) {
      this.channel = channel;
      this.writable = writable;
    }

    FileChannel channel() {
      return channel;
    }

    /**
     * Writes several buffers in as few calls of the system as it takes. Java writes several only
     * from the channel's own place, so one writer has it at a time; nobody else uses that place.
     */
    synchronized void write(long position, List<ByteBuffer> data) throws IOException {
      ByteBuffer[] buffers = data.toArray(ByteBuffer[]::new);
      channel.position(position);
      for (int first = 0; first < buffers.length; ) {
        channel.write(buffers, first, buffers.length - first);
        while (first < buffers.length && !buffers[first].hasRemaining()) {
          first++;
        }
      }
    }
  }

  /** The file's handle, opened if need be; a readable one is replaced when writing is asked. */
  synchronized Handle acquire(Object owner, int file, boolean write, Opener opener)
      throws IOException {
    Key key = new Key(owner, file);
    Handle found = handles.get(key);
    if (found != null && write && !found.writable) {
      handles.remove(key);
      drop(found);
      found = null;
    }
    if (found == null) {
      found = new Handle(disk.apply(opener.open(write)), write);
      handles.put(key, found);
      evict(found);
    }
    found.users++;
    return found;
  }

  synchronized void release(Handle handle) {
    handle.users--;
    if (handle.dropped && handle.users == 0) {
      close(handle);
    }
  }

  /** Forgets every file of an owner. */
  synchronized void forget(Object owner) {
    List<Handle> gone = new ArrayList<>();
    handles
        .entrySet()
        .removeIf(
            entry -> {
              boolean mine = entry.getKey().owner() == owner;
              if (mine) {
                gone.add(entry.getValue());
              }
              return mine;
            });
    gone.forEach(HandleCache::drop);
  }

  private void evict(Handle newest) {
    var oldest = handles.values().iterator();
    while (handles.size() > cap && oldest.hasNext()) {
      Handle candidate = oldest.next();
      if (candidate.users == 0 && candidate != newest) {
        oldest.remove();
        drop(candidate);
      }
    }
  }

  private static void drop(Handle handle) {
    handle.dropped = true;
    if (handle.users == 0) {
      close(handle);
    }
  }

  private static void close(Handle handle) {
    try {
      handle.channel.close();
    } catch (IOException e) {
      // Nothing was buffered: a file that does not close has lost nothing of ours.
      handle.dropped = true;
    }
  }

  /** Open files now. */
  public synchronized int size() {
    return handles.size();
  }

  @Override
  public synchronized void close() {
    handles.values().forEach(HandleCache::drop);
    handles.clear();
  }
}
