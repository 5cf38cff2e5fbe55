package minibit.daemon.catalogue.index;

import java.util.Collection;
import java.util.List;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** What else must be true of a content, as what the index understands. */
final class FilterQuery {
  private FilterQuery() {}

  /** These words, and all of the filter, and somebody present who holds it. */
  static Query of(Query words, IndexQuery.Filter filter, Presence presence) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(words, Occur.MUST);
    any(all, Fields.KIND, filter.kinds().stream().map(kind -> kind.name()).toList());
    any(all, Fields.TYPE, filter.mediaTypes());
    any(all, Fields.EXTENSION, filter.extensions());
    range(all, Fields.SIZE, filter.minSize(), filter.maxSize());
    range(all, Fields.SINCE, filter.from(), filter.until() - (isOpen(filter.until()) ? 0 : 1));
    publishers(all, filter.publishers());
    if (filter.holder().isPresent()) {
      // Who is asked for by name is present, or the question is not asked.
      all.add(
          new TermQuery(new Term(Fields.HOLDER, Fields.key(filter.holder().get()))), Occur.FILTER);
    } else if (!presence.isEverybody()) {
      Collection<BytesRef> present = presence.present().stream().map(Fields::key).toList();
      all.add(new TermInSetQuery(Fields.HOLDER, present), Occur.FILTER);
    }
    return all.build();
  }

  private static boolean isOpen(long until) {
    return until == Long.MAX_VALUE;
  }

  private static void any(BooleanQuery.Builder all, String field, List<String> values) {
    if (!values.isEmpty()) {
      List<BytesRef> terms = values.stream().map(BytesRef::new).toList();
      all.add(new TermInSetQuery(field, terms), Occur.FILTER);
    }
  }

  private static void range(BooleanQuery.Builder all, String field, long from, long to) {
    if (from > 0 || to < Long.MAX_VALUE) {
      all.add(LongField.newRangeQuery(field, from, to), Occur.FILTER);
    }
  }

  private static void publishers(BooleanQuery.Builder all, List<byte[]> keys) {
    if (!keys.isEmpty()) {
      BooleanQuery.Builder any = new BooleanQuery.Builder();
      for (byte[] key : keys) {
        any.add(new PrefixQuery(new Term(Fields.PUBLISHER, new BytesRef(key))), Occur.SHOULD);
      }
      all.add(any.build(), Occur.FILTER);
    }
  }
}
