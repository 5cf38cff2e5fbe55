package minibit.daemon.catalogue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.identity.MemberId;
import minibit.core.words.Sentence;
import minibit.group.member.GroupMember;
import minibit.group.member.Office;
import minibit.group.office.Epoch;

/**
 * Finds somebody to answer a question: this member, if it is the tracker; else the tracker; else,
 * when nobody is in office, this member's own copy if it votes. A tracker that dies under a
 * question costs the time of an election, not an error.
 */
final class Asking {
  /** How long one tracker may take: many times the slowest search on a busy machine. */
  private static final Duration ATTEMPT = Duration.ofSeconds(2);

  /** How long to look for a tracker: an election takes a second, on a busy machine a few. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** After this silence nobody is being elected any more, and nobody is kept waiting for it. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(10);

  /** How long to look for a tracker then. */
  private static final Duration LAST_LOOK = Duration.ofMillis(500);

  /** How long a voter hopes for a fresh answer before it gives its own. */
  private static final Duration HOPE = Duration.ofMillis(1500);

  /** How long to wait for news of a tracker before trying again. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final GroupMember member;
  private final Answers answers;
  private volatile CompletableFuture<Void> news = new CompletableFuture<>();
  private volatile Optional<Incumbent> incumbent = Optional.empty();

  private record Incumbent(MemberId tracker, Epoch epoch) {}

  Asking(GroupMember member, Answers answers) {
    this.member = member;
    this.answers = answers;
  }

  /** Somebody took office: questions to the one before are asked again. */
  void onOffice(Office office) {
    Optional<Incumbent> next = Optional.of(new Incumbent(office.tracker().id(), office.epoch()));
    if (!next.equals(incumbent)) {
      incumbent = next;
      CompletableFuture<Void> told = news;
      news = new CompletableFuture<>();
      told.complete(null);
    }
  }

  /** Asks on a thread of its own. */
  <A> CompletableFuture<A> ask(Question<A> question, Class<A> type) {
    CompletableFuture<A> asked = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("question")
        .start(
            () -> {
              try {
                asked.complete(now(question, type));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                asked.cancel(false);
              } catch (RuntimeException e) {
                asked.completeExceptionally(e);
              }
            });
    return asked;
  }

  private <A> A now(Question<A> question, Class<A> type) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      CompletableFuture<Void> told = news;
      Optional<A> answer = attempt(question, type, told);
      if (answer.isPresent()) {
        return answer.get();
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      boolean gone = member.status().sinceHeartbeat().compareTo(GIVEN_UP) > 0;
      if (member.voter().isPresent() && (gone || waited.compareTo(HOPE) > 0)) {
        return type.cast(answers.answer(question, true));
      }
      if (waited.compareTo(gone ? LAST_LOOK : PATIENCE) > 0) {
        throw new CatalogueException(
            CatalogueException.NO_TRACKER,
            Sentence.of(
                "no-tracker",
                "no tracker answers; the group elects one when most of its voters are there"));
      }
      pause(told);
    }
  }

  /** One try with whoever is in office; empty if nobody answers, or another took office. */
  private <A> Optional<A> attempt(Question<A> question, Class<A> type, CompletableFuture<Void> told)
      throws InterruptedException {
    try {
      if (member.isTracker()) {
        return Optional.of(type.cast(answers.answer(question, false)));
      }
      CompletableFuture<byte[]> relayed =
          member.relayToTracker(Service.of(question).number(), CatalogueJson.question(question));
      CompletableFuture.anyOf(relayed, told).get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
      if (!relayed.isDone()) {
        return Optional.empty();
      }
      return Optional.of(CatalogueJson.answer(type, relayed.get()));
    } catch (CatalogueException e) {
      if (e.code().equals(CatalogueException.NO_TRACKER)) {
        // Who was asked has just left office.
        return Optional.empty();
      }
      throw e;
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      return Optional.empty();
    }
  }

  private static void pause(CompletableFuture<Void> told) throws InterruptedException {
    try {
      told.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // No news: try again all the same.
    }
  }
}
