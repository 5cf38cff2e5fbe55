package minibit.group.member;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Registration;
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

  private final TreeMap<String, Entry> entries = new TreeMap<>();
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
        drop(entry.file().path());
        entries.put(entry.file().path(), entry);
        digest.add(entry.file().mark());
      }
    }
    changed();
  }

  /** Takes files out, by path. */
  public void remove(List<String> paths) {
    synchronized (this) {
      paths.forEach(this::drop);
    }
    changed();
  }

  private void drop(String path) {
    Entry old = entries.remove(path);
    if (old != null) {
      digest.remove(old.file().mark());
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
    return entries.size();
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
    Map<String, Long> theirs = new TreeMap<>();
    registered.forEach(mark -> theirs.put(mark.path(), mark.mark()));
    List<Entry> missing = new ArrayList<>();
    for (Map.Entry<String, Entry> mine : entries.entrySet()) {
      long mark = mine.getValue().file().mark();
      if (buckets.contains(ShareDigest.bucket(mark))) {
        Long known = theirs.get(mine.getKey());
        if (known == null || known != mark) {
          missing.add(mine.getValue());
        }
      }
    }
    List<String> surplus = theirs.keySet().stream().filter(p -> !entries.containsKey(p)).toList();
    return new Difference(missing, surplus);
  }

  /** What to register and what to withdraw. */
  record Difference(List<Entry> missing, List<String> surplus) {}

  /** Registrations with the seals they need, at most a command's worth. */
  record Batch(List<Seal> seals, List<Registration> files) {}

  /**
   * Entries in as few commands as they take; seals of a command are sent once. A seal is larger
   * than what is said of a file, so files under the same seal go together.
   */
  static List<Batch> batches(List<Entry> mixed) {
    List<Entry> entries = bySeal(mixed);
    List<Batch> batches = new ArrayList<>();
    List<Seal> seals = new ArrayList<>();
    List<Registration> files = new ArrayList<>();
    Map<Seal, Integer> numbers = new IdentityHashMap<>();
    long bytes = 0;
    for (Entry entry : entries) {
      // Paths, hashes and a seal of its own: more than any entry takes.
      long most = 1024L + 3L * entry.file().folder().length() + sealBytes(entry, numbers);
      if (files.size() == CatalogueLimits.BATCH
          || !files.isEmpty() && bytes + most > CatalogueLimits.COMMAND_BYTES) {
        batches.add(new Batch(List.copyOf(seals), List.copyOf(files)));
        seals.clear();
        files.clear();
        numbers.clear();
        bytes = 0;
      }
      bytes += most;
      files.add(new Registration(entry.file(), claim(entry, seals, numbers)));
    }
    if (!files.isEmpty()) {
      batches.add(new Batch(List.copyOf(seals), List.copyOf(files)));
    }
    return batches;
  }

  private static List<Entry> bySeal(List<Entry> entries) {
    Map<Seal, Integer> places = new IdentityHashMap<>();
    for (Entry entry : entries) {
      entry.proof().ifPresent(proof -> places.putIfAbsent(proof.seal(), places.size()));
    }
    return entries.stream()
        .sorted(Comparator.comparingInt(e -> e.proof().map(p -> places.get(p.seal())).orElse(-1)))
        .toList();
  }

  private static long sealBytes(Entry entry, Map<Seal, Integer> numbers) {
    return entry
        .proof()
        .filter(proof -> !numbers.containsKey(proof.seal()))
        .map(proof -> proof.seal() instanceof Seal.Batch batch ? batch.leaves().length : 512)
        .orElse(0);
  }

  private static Optional<Registration.Claim> claim(
      Entry entry, List<Seal> seals, Map<Seal, Integer> numbers) {
    return entry
        .proof()
        .map(
            proof -> {
              int number =
                  numbers.computeIfAbsent(
                      proof.seal(),
                      seal -> {
                        seals.add(seal);
                        return seals.size() - 1;
                      });
              return new Registration.Claim(number, proof.place(), proof.name(), proof.time());
            });
  }
}
