package minibit.group.member;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.ShareDigest;
import minibit.core.identity.MemberId;

/**
 * Makes the catalogue have what the book has: compares sums, asks for the marks of buckets that
 * differ, and sends the differences alone. One mechanism for a first registration, a changed file,
 * a message lost and a catalogue lost.
 */
final class ShareSync {
  /** Marks asked for at a time: with long paths within a message. */
  private static final int MARKS = 8192;

  private final MemberId self;
  private final ShareBook book;
  private final RefusedShares refused;
  private final Function<Request, CompletableFuture<Reply>> tracker;

  ShareSync(
      MemberId self,
      ShareBook book,
      RefusedShares refused,
      Function<Request, CompletableFuture<Reply>> tracker) {
    this.self = self;
    this.book = book;
    this.refused = refused;
    this.tracker = tracker;
  }

  /** The sums of both sides when a comparison was over. */
  record Sides(long book, long catalogue) {}

  /** One comparison and what follows from it; fails if the tracker fails. */
  CompletableFuture<Sides> run() {
    ShareDigest ours = book.digest();
    return sums()
        .thenCompose(
            before ->
                heal(ours.differences(before), before)
                    .thenCompose(
                        done ->
                            refused.isAny() ? sums() : CompletableFuture.completedFuture(before)))
        .thenApply(after -> new Sides(ours.total(), after.total()));
  }

  private CompletableFuture<ShareDigest> sums() {
    return tracker
        .apply(new Request.AskSums())
        .thenCompose(
            reply ->
                reply instanceof Reply.Sums(ShareDigest theirs)
                    ? CompletableFuture.completedFuture(theirs)
                    : failed(reply));
  }

  private CompletableFuture<Void> heal(List<Integer> buckets, ShareDigest theirs) {
    int perBucket = theirs.files() / ShareDigest.BUCKETS + 1;
    int step = Math.max(1, Math.min(ShareDigest.BUCKETS, MARKS / perBucket));
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    for (int from = 0; from < buckets.size(); from += step) {
      List<Integer> some = buckets.subList(from, Math.min(buckets.size(), from + step));
      done = done.thenCompose(nothing -> healSome(some));
    }
    return done;
  }

  private CompletableFuture<Void> healSome(List<Integer> buckets) {
    return marks(buckets)
        .thenCompose(
            before -> {
              ShareBook.Difference difference = book.difference(buckets, before);
              List<BookLine> missing =
                  difference.missing().stream()
                      .filter(line -> !refused.contains(line.mark()))
                      .toList();
              return submit(difference.surplus(), missing)
                  .thenCompose(
                      all ->
                          all
                              ? CompletableFuture.<Void>completedFuture(null)
                              : marks(buckets).thenAccept(after -> noteRefused(missing, after)));
            });
  }

  private CompletableFuture<List<Reply.Marks.Mark>> marks(List<Integer> buckets) {
    return tracker
        .apply(new Request.AskMarks(buckets))
        .thenCompose(
            reply ->
                reply instanceof Reply.Marks(List<Reply.Marks.Mark> marks)
                    ? CompletableFuture.completedFuture(marks)
                    : failed(reply));
  }

  /** Answers say how many files were refused, not which: those that are not there afterwards. */
  private void noteRefused(List<BookLine> sent, List<Reply.Marks.Mark> after) {
    Set<Long> there = new HashSet<>();
    after.forEach(mark -> there.add(mark.mark()));
    sent.stream().map(BookLine::mark).filter(mark -> !there.contains(mark)).forEach(refused::add);
  }

  /** Whether all was taken. */
  private CompletableFuture<Boolean> submit(List<String> surplus, List<BookLine> missing) {
    CompletableFuture<Boolean> done = CompletableFuture.completedFuture(true);
    for (int from = 0; from < surplus.size(); from += CatalogueLimits.BATCH) {
      int to = Math.min(surplus.size(), from + CatalogueLimits.BATCH);
      List<String> some = surplus.subList(from, to);
      done = done.thenCompose(all -> command(withdrawal(some)).thenApply(taken -> all && taken));
    }
    // Each command is made when its turn comes: all at once they take ten times what the book does.
    for (List<BookLine> lines : ShareBatches.of(missing)) {
      done = done.thenCompose(all -> command(registration(lines)).thenApply(taken -> all && taken));
    }
    return done;
  }

  private CatalogueCommand withdrawal(List<String> paths) {
    return new CatalogueCommand.Withdraw(self, paths, Instant.now());
  }

  private CatalogueCommand registration(List<BookLine> lines) {
    ShareBatches.Batch batch = ShareBatches.batch(lines);
    return new CatalogueCommand.Register(self, batch.seals(), batch.files(), Instant.now());
  }

  private CompletableFuture<Boolean> command(CatalogueCommand command) {
    return tracker
        .apply(new Request.Submit(command))
        .thenCompose(
            reply ->
                reply instanceof Reply.Taken taken && !isAboutUs(taken)
                    ? CompletableFuture.completedFuture(
                        taken.refusals().isEmpty() && taken.tampered() == 0)
                    : failed(reply));
  }

  /** Whether nothing was said of any file: this member is not known yet, or the group moves. */
  private static boolean isAboutUs(Reply.Taken taken) {
    return taken.refusals().contains(Refusal.UNKNOWN_MEMBER)
        || taken.refusals().contains(Refusal.GROUP_CLOSED);
  }

  private static <T> CompletableFuture<T> failed(Reply reply) {
    return CompletableFuture.failedFuture(new IllegalStateException("tracker says " + reply));
  }
}
