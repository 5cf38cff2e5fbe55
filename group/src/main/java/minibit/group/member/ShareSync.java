package minibit.group.member;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueLimits;
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
  private final Function<Request, CompletableFuture<Reply>> tracker;

  ShareSync(MemberId self, ShareBook book, Function<Request, CompletableFuture<Reply>> tracker) {
    this.self = self;
    this.book = book;
    this.tracker = tracker;
  }

  /** One comparison and what follows from it; fails if the tracker fails. */
  CompletableFuture<Void> run() {
    return tracker
        .apply(new Request.AskSums())
        .thenCompose(
            reply ->
                reply instanceof Reply.Sums(ShareDigest theirs)
                    ? heal(book.digest().differences(theirs), theirs)
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
    return tracker
        .apply(new Request.AskMarks(buckets))
        .thenCompose(
            reply ->
                reply instanceof Reply.Marks(List<Reply.Marks.Mark> marks)
                    ? submit(book.difference(buckets, marks))
                    : failed(reply));
  }

  private CompletableFuture<Void> submit(ShareBook.Difference difference) {
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    List<String> surplus = difference.surplus();
    for (int from = 0; from < surplus.size(); from += CatalogueLimits.BATCH) {
      int to = Math.min(surplus.size(), from + CatalogueLimits.BATCH);
      List<String> some = surplus.subList(from, to);
      done = done.thenCompose(nothing -> command(withdrawal(some)));
    }
    // Each command is made when its turn comes: all at once they take ten times what the book does.
    for (List<BookLine> lines : ShareBatches.of(difference.missing())) {
      done = done.thenCompose(nothing -> command(registration(lines)));
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

  private CompletableFuture<Void> command(CatalogueCommand command) {
    return tracker
        .apply(new Request.Submit(command))
        .thenCompose(
            reply ->
                reply instanceof Reply.Taken
                    ? CompletableFuture.<Void>completedFuture(null)
                    : failed(reply));
  }

  private static CompletableFuture<Void> failed(Reply reply) {
    return CompletableFuture.failedFuture(new IllegalStateException("tracker says " + reply));
  }
}
