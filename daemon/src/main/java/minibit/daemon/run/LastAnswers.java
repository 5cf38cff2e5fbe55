package minibit.daemon.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of others, each good for a moment: however often somebody wants one, a question goes out
 * once in {@link #FRESH} and one at a time. While a new one is under way, or fails, the last one is
 * given until it is {@link #STALE}. Any thread.
 */
final class LastAnswers<K, V> {
  /** How often the same is asked. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** How old an answer may get: speeds of long ago mislead. */
  static final Duration STALE = Duration.ofSeconds(10);

  /** Questions whose answers are kept: few things are looked at together. */
  private static final int MAX_KEPT = 16;

  private static final Logger log = LoggerFactory.getLogger(LastAnswers.class);

  private final LongSupplier nanos;
  private final SequencedMap<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Kept<V> {
    CompletableFuture<V> asked = new CompletableFuture<>();
    long askedAt;
    @Nullable V last;
    long lastAt;
  }

  /**
   * @param nanos a clock that only goes forward
   */
  LastAnswers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The answer as fresh as can be had.
   *
   * @param question sends it; called at most once, and not while a lock is held
   * @param patience how long a new answer is waited for; bounded by the question's own limit
   */
  Optional<V> get(K key, Supplier<CompletableFuture<V>> question, Duration patience) {
    CompletableFuture<V> answer = underWay(key, question);
    try {
      return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      log.debug("no new answer: {}", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return last(key);
  }

  private CompletableFuture<V> underWay(K key, Supplier<CompletableFuture<V>> question) {
    Kept<V> entry;
    CompletableFuture<V> asked = new CompletableFuture<>();
    synchronized (kept) {
      entry = kept.get(key);
      long now = nanos.getAsLong();
      if (entry == null) {
        entry = new Kept<>();
        kept.put(key, entry);
        if (kept.size() > MAX_KEPT) {
          kept.pollFirstEntry();
        }
      } else if (!entry.asked.isDone() || now - entry.askedAt < FRESH.toNanos()) {
        return entry.asked;
      }
      entry.asked = asked;
      entry.askedAt = now;
    }
    Kept<V> of = entry;
    // What the question throws is a failed answer, too.
    var unused =
        CompletableFuture.completedFuture(of)
            .thenCompose(ready -> question.get())
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    keep(of, answer);
                    asked.complete(answer);
                  } else {
                    asked.completeExceptionally(failure);
                  }
                });
    return asked;
  }

  private void keep(Kept<V> entry, V answer) {
    synchronized (kept) {
      entry.last = answer;
      entry.lastAt = nanos.getAsLong();
    }
  }

  private Optional<V> last(K key) {
    synchronized (kept) {
      Kept<V> entry = kept.get(key);
      return entry == null || nanos.getAsLong() - entry.lastAt > STALE.toNanos()
          ? Optional.empty()
          : Optional.ofNullable(entry.last);
    }
  }
}
