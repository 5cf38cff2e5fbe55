package minibit.daemon.share;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import minibit.core.words.Sentence;
import minibit.daemon.share.ShareException.Code;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns what is known of shares. Others leave it messages; what it does in one
 * turn is one transaction, and answers go out when that is safe on the disk.
 */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /** Messages in one turn: a transaction costs as much as a few of them. */
  private static final int PER_TURN = 512;

  /** Messages that wait: whoever hashes faster than we write waits too. */
  private static final int MAILBOX = 8192;

  /** Time before another try when the store fails, such as on a full disk. */
  private static final long AFTER_FAULT = TimeUnit.SECONDS.toNanos(5);

  private final LinkedBlockingQueue<Message> mailbox = new LinkedBlockingQueue<>(MAILBOX);
  private final List<Answer> answers = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable Work work;
  private long restUntil = System.nanoTime();
  private boolean faulty;

  /** Something to do on the keeper's thread. */
  @FunctionalInterface
  interface Message {
    void run() throws IOException;
  }

  /** What to tell whom, once the turn is safe on the disk, or lost. */
  private record Answer(Runnable safe, Consumer<ShareException> lost) {}

  /** A message with an answer. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws IOException;
  }

  /** What is kept. */
  interface Work {
    /** Does what is due, for a short while. */
    void due() throws IOException;

    /** Time until something is due. */
    long waitNanos();

    /** Makes it lasting. */
    void commit() throws IOException;

    /**
     * Shows what was made lasting.
     *
     * @param asked whether somebody waits for an answer, and will look
     */
    void show(boolean asked);

    /** Takes back what was not made lasting. */
    void rollback() throws IOException;

    /** Begins anew from what the store knows. */
    void startOver() throws IOException;
  }

  Keeper() {
    this.thread = Thread.ofPlatform().daemon().name("share-keeper").unstarted(this::run);
  }

  void start(Work toDo) {
    work = toDo;
    thread.start();
  }

  /**
   * Leaves a message; waits while too many are there. Not on the keeper's own thread.
   *
   * @return false if it is closed, and the message will not be read
   */
  boolean post(Message message) {
    try {
      while (!closed) {
        if (mailbox.offer(message, 1, TimeUnit.SECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Asks and waits for the answer. */
  <T> T ask(Question<T> question) {
    CompletableFuture<T> future = new CompletableFuture<>();
    post(
        () -> {
          try {
            T answer = question.ask();
            answers.add(new Answer(() -> future.complete(answer), future::completeExceptionally));
          } catch (ShareException e) {
            future.completeExceptionally(e);
          } catch (IOException | RuntimeException e) {
            future.completeExceptionally(
                new ShareException(Code.STORE_FAILED, Sentence.plain(message(e)), e));
            throw e;
          }
        });
    try {
      while (true) {
        if (future.isDone() || !closed) {
          try {
            return future.get(100, TimeUnit.MILLISECONDS);
          } catch (TimeoutException e) {
            continue;
          }
        }
        throw new ShareException(
            Code.STORE_FAILED, Sentence.of("shares-closed", "shares are closed"));
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ShareException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShareException(Code.STORE_FAILED, Sentence.plain("interrupted"));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private void run() {
    Work toDo = Objects.requireNonNull(work);
    while (!closed) {
      try {
        long wait = faulty ? restUntil - System.nanoTime() : toDo.waitNanos();
        turn(mailbox.poll(Math.max(0, wait), TimeUnit.NANOSECONDS), toDo);
      } catch (InterruptedException e) {
        return;
      }
    }
    do {
      turn(mailbox.poll(), toDo);
    } while (!mailbox.isEmpty());
  }

  private void turn(@Nullable Message first, Work toDo) {
    try {
      int count = 0;
      for (Message next = first; next != null; next = mailbox.poll()) {
        next.run();
        if (++count >= PER_TURN) {
          break;
        }
      }
      if (faulty && restUntil - System.nanoTime() <= 0) {
        faulty = false;
        toDo.startOver();
      }
      if (!faulty && !closed) {
        toDo.due();
      }
      toDo.commit();
      toDo.show(!answers.isEmpty());
      answers.forEach(answer -> answer.safe().run());
      answers.clear();
    } catch (IOException | RuntimeException e) {
      recover(e, toDo);
    }
  }

  /** What was done in this turn is undone on the disk, so nothing in memory can be relied on. */
  private void recover(Exception fault, Work toDo) {
    LOG.error("shares could not be kept; another try follows: {}", message(fault), fault);
    ShareException lost =
        new ShareException(Code.STORE_FAILED, Sentence.plain(message(fault)), fault);
    answers.forEach(answer -> answer.lost().accept(lost));
    answers.clear();
    try {
      toDo.rollback();
    } catch (IOException e) {
      LOG.debug("nothing to take back: {}", e.getMessage());
    }
    faulty = true;
    restUntil = System.nanoTime() + AFTER_FAULT;
  }

  /** Ends after the messages that are there. */
  @Override
  public void close() {
    closed = true;
    mailbox.offer(() -> {});
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
