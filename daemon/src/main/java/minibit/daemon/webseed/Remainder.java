package minibit.daemon.webseed;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

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

  private final AtomicReference<Optional<FileBody>> kept = new AtomicReference<>(Optional.empty());
  private volatile boolean closed;

  /** Keeps a body instead of what was kept. */
  void keep(FileBody body) {
    Optional<FileBody> mine = Optional.of(body);
    close(kept.getAndSet(mine));
    if (closed) {
      dropIf(mine);
    } else {
      LATER.execute(() -> dropIf(mine));
    }
  }

  private void dropIf(Optional<FileBody> mine) {
    if (kept.compareAndSet(mine, Optional.empty())) {
      close(mine);
    }
  }

  /** Takes out what is kept, if this byte of this file comes in it; drops it otherwise. */
  Optional<FileBody> take(int file, long from) {
    Optional<FileBody> body = kept.getAndSet(Optional.empty());
    if (body.isPresent() && !body.get().leadsTo(file, from)) {
      close(body);
      return Optional.empty();
    }
    return body;
  }

  /** Keeps nothing any more. */
  @Override
  public void close() {
    closed = true;
    close(kept.getAndSet(Optional.empty()));
  }

  private static void close(Optional<FileBody> body) {
    if (body.isPresent()) {
      try {
        body.get().close();
      } catch (IOException e) {
        // The connection is gone either way.
        return;
      }
    }
  }
}
