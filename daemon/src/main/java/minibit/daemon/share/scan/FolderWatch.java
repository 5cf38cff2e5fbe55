package minibit.daemon.share.scan;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which folders changed. Only as many are watched as systems usually allow; the rest is found
 * by looking from time to time.
 */
public final class FolderWatch implements AutoCloseable {
  /** What Linux allowed a user before 2020, and still some memory of the kernel for each. */
  public static final int MAX_FOLDERS = 8192;

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final @Nullable WatchService service;
  private final BiConsumer<WatchKey, Boolean> listener;
  private int watched;
  private boolean full;

  /**
   * A watch of nothing yet.
   *
   * @param listener told the key of a folder in which something changed, and whether so much that
   *     not everything was told; on the watch's own thread
   */
  public FolderWatch(BiConsumer<WatchKey, Boolean> listener) {
    this.listener = listener;
    this.service = open();
    if (service != null) {
      Thread.ofPlatform().daemon().name("share-watch").start(this::run);
    }
  }

  private static @Nullable WatchService open() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      LOG.warn("folders are not watched, only looked at from time to time: {}", e.getMessage());
      return null;
    }
  }

  /** Watches a folder; null if it cannot be. By one thread. */
  public @Nullable WatchKey watch(Path folder) {
    if (service == null || full) {
      return null;
    }
    if (watched >= MAX_FOLDERS) {
      full = true;
      LOG.info("{} folders are watched; more are only looked at from time to time", watched);
      return null;
    }
    try {
      WatchKey key = folder.register(service, KINDS);
      watched++;
      return key;
    } catch (ClosedWatchServiceException e) {
      return null;
    } catch (IOException e) {
      // The folder may be gone, which its scan will tell, or the system's limit reached.
      LOG.debug("{} is not watched: {}", folder, e.getMessage());
      return null;
    }
  }

  /** Ends the watch of a folder. By the same thread. */
  public void forget(WatchKey key) {
    key.cancel();
    watched--;
    full = false;
  }

  private void run() {
    try {
      while (service != null) {
        WatchKey key = service.take();
        boolean overflow =
            key.pollEvents().stream()
                .anyMatch(event -> event.kind() == StandardWatchEventKinds.OVERFLOW);
        key.reset();
        listener.accept(key, overflow);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.trace("watch ended", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
