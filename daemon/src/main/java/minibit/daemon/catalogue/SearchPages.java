package minibit.daemon.catalogue;

import java.util.ArrayList;
import java.util.List;

/** Fills a page until it is as long as a message may be; the rest is asked for again. */
final class SearchPages {
  /** Bytes of results in a message: below what a transport carries, envelope and all. */
  private static final int BYTES = 3 << 20;

  /** Bytes of a result beside its texts: hashes, a signature, numbers and names of fields. */
  private static final int FRAME = 900;

  /** Bytes of a holder beside its name. */
  private static final int HOLDER = 120;

  /** Bytes of a letter at most: a control character is written as six. */
  private static final int LETTER = 6;

  private final int offset;
  private final List<SearchHit> hits = new ArrayList<>();
  private int passed;
  private long bytes;

  SearchPages(int offset) {
    this.offset = offset;
  }

  /** Takes a result; false if the page is full. */
  boolean add(SearchHit hit) {
    long letters = hit.name().length() + hit.path().length() + hit.mediaType().length();
    for (String name : hit.otherNames()) {
      letters += name.length() + 1;
    }
    for (Holder holder : hit.holders()) {
      letters += holder.name().length() + holder.elsewhere().map(String::length).orElse(0);
    }
    bytes += FRAME + LETTER * letters + (long) HOLDER * hit.holders().size();
    if (bytes > BYTES && !hits.isEmpty()) {
      return false;
    }
    hits.add(hit);
    passed++;
    return true;
  }

  /** A result is not there any more. */
  void pass() {
    passed++;
  }

  SearchPage page(int total, boolean similar, boolean stale) {
    return new SearchPage(total, offset, offset + passed, hits, similar, stale);
  }
}
