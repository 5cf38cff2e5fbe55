package minibit.daemon.catalogue.index;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.LongBitSet;

/** How many present members hold a content; or how well it matches, raised a little by that. */
final class LiveHolders extends DoubleValuesSource {
  /** What each doubling of holders adds: availability orders matches, it does not replace them. */
  private static final double PER_DOUBLING = 0.08;

  private final Presence presence;
  private final boolean withScore;

  private LiveHolders(Presence presence, boolean withScore) {
    this.presence = presence;
    this.withScore = withScore;
  }

  static LiveHolders count(Presence presence) {
    return new LiveHolders(presence, false);
  }

  static LiveHolders relevance(Presence presence) {
    return new LiveHolders(presence, true);
  }

  @Override
  public DoubleValues getValues(LeafReaderContext context, DoubleValues scores) throws IOException {
    SortedSetDocValues holders = DocValues.getSortedSet(context.reader(), Fields.HOLDER);
    LongBitSet live = presence.isEverybody() ? null : presence.numbers(context.reader(), holders);
    return new DoubleValues() {
      @Override
      public double doubleValue() throws IOException {
        int count = live == null ? holders.docValueCount() : live(holders, live);
        return withScore
            ? scores.doubleValue() * (1 + PER_DOUBLING * Math.log(1 + count) / Math.log(2))
            : count;
      }

      @Override
      public boolean advanceExact(int doc) throws IOException {
        return holders.advanceExact(doc) && (!withScore || scores.advanceExact(doc));
      }
    };
  }

  private static int live(SortedSetDocValues holders, LongBitSet live) throws IOException {
    int count = 0;
    for (int i = holders.docValueCount(); i > 0; i--) {
      if (live.get(holders.nextOrd())) {
        count++;
      }
    }
    return count;
  }

  @Override
  public boolean needsScores() {
    return withScore;
  }

  @Override
  public DoubleValuesSource rewrite(IndexSearcher searcher) {
    return this;
  }

  @Override
  public boolean isCacheable(LeafReaderContext context) {
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveHolders that
        && presence == that.presence
        && withScore == that.withScore;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(presence) * 2 + (withScore ? 1 : 0);
  }

  @Override
  public String toString() {
    return withScore ? "relevance" : "live holders";
  }
}
