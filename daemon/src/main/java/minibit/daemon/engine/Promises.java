package minibit.daemon.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.metainfo.Metainfo;

/** What others wait for of one torrent: its metainfo, and that it is whole. Any thread. */
final class Promises {
  private final CompletableFuture<Metainfo> metadata = new CompletableFuture<>();
  private volatile CompletableFuture<Void> completed = new CompletableFuture<>();

  /** Done with the metainfo. */
  CompletableFuture<Metainfo> metadata() {
    return metadata.copy();
  }

  /** Done once it is whole. */
  CompletableFuture<Void> completed() {
    return completed.copy();
  }

  /** The metainfo, if it came before anything was broken. */
  Optional<Metainfo> known() {
    return metadata.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(metadata.getNow(null));
  }

  /** The metainfo is here. */
  void learned(Metainfo metainfo) {
    metadata.complete(metainfo);
  }

  /** Every wanted piece is verified. */
  void whole() {
    completed.complete(null);
  }

  /** What was not kept before will not be. */
  void broken(Throwable why) {
    metadata.completeExceptionally(why);
    completed.completeExceptionally(why);
  }

  /** Completion is promised anew, if it was broken. */
  void renew() {
    if (completed.isCompletedExceptionally()) {
      completed = new CompletableFuture<>();
    }
  }
}
