package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Open files, the least recently used closed first. A handle in use is never closed under its user:
 * it is only taken out and closed by the last one. Any thread.
 *
 * <p>A disk that hangs holds up only those who want something of it: nobody opens or closes a file
 * while others wait for the cache, and nobody closes another owner's file himself.
 */
public final class HandleCache implements AutoCloseable {
  /** Files kept open: well below the usual limit of 1,024 a process, of which sockets take most. */
  public static final int DEFAULT_CAP = 200;

  /** Files of others that are being closed at once: of these a hung disk may have as many. */
  private static final int CLOSERS = 16;

  private final int cap;
  private final UnaryOperator<FileChannel> disk;
  private final LinkedHashMap<Key, Handle> handles = new LinkedHashMap<>(64, 0.75f, true);
  private final ThreadPoolExecutor closers =
      new ThreadPoolExecutor(
          0,
          CLOSERS,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          new NumberedThreads("minibit-close"),
          new ThreadPoolExecutor.CallerRunsPolicy());

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

  /** A file, open while it is used and given back by {@link HandleCache#release}. */
  static final class Handle {
    private final Object owner;
    private final boolean writable;
    private volatile @Nullable FileChannel channel;
    // The cache's to guard.
    private int users;
    private boolean dropped;

    private Handle(Object owner, boolean writable) {
      this.owner = owner;
      this.writable = writable;
    }

    FileChannel channel() {
      FileChannel open = channel;
      if (open == null) {
        throw new IllegalStateException("not open");
      }
      return open;
    }

    /** Who comes first opens it; the others wait for that, and try if it failed. */
    private synchronized void open(Opener opener, UnaryOperator<FileChannel> disk)
        throws IOException {
      if (channel == null) {
        channel = disk.apply(opener.open(writable));
      }
    }

    private void close() {
      FileChannel open = channel;
      try {
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // Nothing was buffered: a file that does not close has lost nothing of ours.
        channel = null;
      }
    }

    /**
     * Writes several buffers in as few calls of the system as it takes. Java writes several only
     * from the channel's own place, so one writer has it at a time; nobody else uses that place.
     */
    synchronized void write(long position, List<ByteBuffer> data) throws IOException {
      FileChannel file = channel();
      ByteBuffer[] buffers = data.toArray(ByteBuffer[]::new);
      file.position(position);
      for (int first = 0; first < buffers.length; ) {
        file.write(buffers, first, buffers.length - first);
        while (first < buffers.length && !buffers[first].hasRemaining()) {
          first++;
        }
      }
    }
  }

  /** The file's handle, opened if need be; a readable one is replaced when writing is asked. */
  Handle acquire(Object owner, int file, boolean write, Opener opener) throws IOException {
    Key key = new Key(owner, file);
    List<Handle> unused = new ArrayList<>();
    Handle handle = enter(key, write, unused);
    unused.forEach(other -> close(other, owner));
    if (handle.channel != null) {
      return handle;
    }
    try {
      handle.open(opener, disk);
      return handle;
    } catch (IOException | RuntimeException e) {
      giveUp(key, handle);
      throw e;
    }
  }

  /** Who takes a handle is its user at once, so that nobody closes it before it is open. */
  private synchronized Handle enter(Key key, boolean write, List<Handle> unused) {
    Handle found = handles.get(key);
    if (found != null && write && !found.writable) {
      handles.remove(key);
      drop(found, unused);
      found = null;
    }
    if (found == null) {
      found = new Handle(key.owner(), write);
      handles.put(key, found);
      evict(found, unused);
    }
    found.users++;
    return found;
  }

  private void giveUp(Key key, Handle handle) {
    synchronized (this) {
      handles.remove(key, handle);
      handle.dropped = true;
    }
    release(handle);
  }

  void release(Handle handle) {
    boolean last;
    synchronized (this) {
      handle.users--;
      last = handle.dropped && handle.users == 0;
    }
    if (last) {
      handle.close();
    }
  }

  /** Forgets every file of an owner; what of it is not in use is closed. */
  void forget(Object owner) {
    List<Handle> unused = new ArrayList<>();
    synchronized (this) {
      handles
          .values()
          .removeIf(
              handle -> {
                boolean mine = handle.owner == owner;
                if (mine) {
                  drop(handle, unused);
                }
                return mine;
              });
    }
    unused.forEach(Handle::close);
  }

  private void evict(Handle newest, List<Handle> unused) {
    var oldest = handles.values().iterator();
    while (handles.size() > cap && oldest.hasNext()) {
      Handle candidate = oldest.next();
      if (candidate.users == 0 && candidate != newest) {
        oldest.remove();
        drop(candidate, unused);
      }
    }
  }

  private static void drop(Handle handle, List<Handle> unused) {
    handle.dropped = true;
    if (handle.users == 0) {
      unused.add(handle);
    }
  }

  private void close(Handle handle, Object closer) {
    if (handle.owner == closer) {
      handle.close();
    } else {
      closers.execute(handle::close);
    }
  }

  /** Open files now. */
  public synchronized int size() {
    return handles.size();
  }

  /** Forgets all; what a hung disk does not close is left to the system. */
  @Override
  public void close() {
    List<Handle> unused = new ArrayList<>();
    synchronized (this) {
      handles.values().forEach(handle -> drop(handle, unused));
      handles.clear();
    }
    unused.forEach(handle -> closers.execute(handle::close));
    closers.shutdown();
    try {
      closers.awaitTermination(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
