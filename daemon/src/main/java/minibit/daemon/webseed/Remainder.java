package minibit.daemon.webseed;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the rest of a file waits for the next run, when its server sends whole files only: one for
 * a server. What is not taken up within {@link #LIMIT} is closed, so that no connection is held for
 * nothing. Any thread.
 */
public final class Remainder implements AutoCloseable {
  /** The next run follows at once, or there is nothing to ask for. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);

  private final AtomicReference<@Nullable FileBody> kept = new AtomicReference<>();
  private volatile boolean closed;

  /** Keeps a body instead of what was kept. */
  void keep(FileBody body) {
    close(kept.getAndSet(body));
    if (closed) {
      drop(body);
    } else {
      LATER.execute(() -> drop(body));
    }
  }

  private void drop(FileBody body) {
    if (kept.compareAndSet(body, null)) {
      close(body);
    }
  }

  /** Takes out what is kept, if this byte of this file comes in it; drops it otherwise. */
  Optional<FileBody> take(int file, long from) {
    FileBody body = kept.getAndSet(null);
    if (body != null && !body.leadsTo(file, from)) {
      close(body);
      return Optional.empty();
    }
    return Optional.ofNullable(body);
  }

  /** Keeps nothing any more. */
  @Override
  public void close() {
    closed = true;
    close(kept.getAndSet(null));
  }

  private static void close(@Nullable FileBody body) {
    if (body != null) {
      try {
        body.close();
      } catch (IOException e) {
        // The connection is gone either way.
        return;
      }
    }
  }
}
