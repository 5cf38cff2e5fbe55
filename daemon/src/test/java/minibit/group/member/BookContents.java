package minibit.group.member;

import java.util.List;
import java.util.stream.IntStream;
import minibit.core.catalogue.ShareDigest;

/** What is in a book, for tests: by asking what a catalogue lacks that has nothing. */
public final class BookContents {
  private BookContents() {}

  /** All entries, by path. */
  public static List<ShareBook.Entry> of(ShareBook book) {
    List<Integer> all = IntStream.range(0, ShareDigest.BUCKETS).boxed().toList();
    return book.difference(all, List.of()).missing().stream().map(BookLine::entry).toList();
  }
}
