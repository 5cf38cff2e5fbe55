package minibit.group.member;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.ShareDigest;
import minibit.core.catalogue.SharedFile;
import minibit.core.identity.Seal;
import org.jspecify.annotations.Nullable;

/**
 * What this member shares, as it wants it registered. The daemon writes in it; the group keeps the
 * catalogue equal to it. Safe for threads.
 */
public final class ShareBook {
  /**
   * A file of ours.
   *
   * @param file what and where
   * @param proof by whom it is signed, if it is
   */
  public record Entry(SharedFile file, Optional<Proof> proof) {}

  /** A statement's seal, the statement's place under it, and what it says beside the content. */
  public record Proof(Seal seal, int place, String name, Instant time) {}

  private final BookTable lines = new BookTable();
  private final ShareDigest digest = new ShareDigest();
  private @Nullable Runnable onChange;

  /** An empty book. */
  public ShareBook() {}

  synchronized void onChange(Runnable listener) {
    onChange = listener;
  }

  /** Adds or replaces files, by path. */
  public void put(List<Entry> files) {
    synchronized (this) {
      for (Entry entry : files) {
        BookLine line = BookLine.of(entry);
        forget(lines.put(line));
        digest.add(line.mark());
      }
    }
    changed();
  }

  /** Takes files out, by path. */
  public void remove(List<String> paths) {
    synchronized (this) {
      paths.forEach(path -> forget(lines.remove(path)));
    }
    changed();
  }

  private void forget(@Nullable BookLine old) {
    if (old != null) {
      digest.remove(old.mark());
    }
  }

  private void changed() {
    Runnable listener;
    synchronized (this) {
      listener = onChange;
    }
    if (listener != null) {
      listener.run();
    }
  }

  /** How many files. */
  public synchronized int size() {
    return lines.size();
  }

  /** The sums of all files. */
  public synchronized ShareDigest digest() {
    return digest.copy();
  }

  /**
   * What must be registered and withdrawn so that the catalogue, which has these marks in these
   * buckets, has what is in the book.
   */
  synchronized Difference difference(List<Integer> buckets, List<Reply.Marks.Mark> registered) {
    BitSet wanted = new BitSet(ShareDigest.BUCKETS);
    buckets.forEach(wanted::set);
    Map<String, Long> theirs = new HashMap<>();
    registered.forEach(mark -> theirs.put(mark.path(), mark.mark()));
    List<BookLine> missing = new ArrayList<>();
    lines.forEach(
        mine -> {
          if (wanted.get(ShareDigest.bucket(mine.mark()))) {
            Long known = theirs.get(mine.path());
            if (known == null || known != mine.mark()) {
              missing.add(mine);
            }
          }
        });
    List<String> surplus =
        theirs.keySet().stream().filter(p -> lines.get(p) == null).sorted().toList();
    missing.sort(Comparator.comparing(BookLine::path));
    return new Difference(missing, surplus);
  }

  /** What to register and what to withdraw. */
  record Difference(List<BookLine> missing, List<String> surplus) {}
}
