package minibit.group.member;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Registration;
import minibit.core.identity.Seal;

/**
 * Lines of the book in as few commands as they take. A seal is larger than what is said of a file,
 * so files under the same seal go together, and a command brings it once.
 */
final class ShareBatches {
  private ShareBatches() {}

  /** Registrations with the seals they need, at most a command's worth. */
  record Batch(List<Seal> seals, List<Registration> files) {}

  /** Which lines go together, in order of sending. */
  static List<List<BookLine>> of(List<BookLine> mixed) {
    List<List<BookLine>> batches = new ArrayList<>();
    List<BookLine> batch = new ArrayList<>();
    Map<Seal, Integer> seals = new IdentityHashMap<>();
    long bytes = 0;
    for (BookLine line : bySeal(mixed)) {
      long most = most(line, seals);
      if (batch.size() == CatalogueLimits.BATCH
          || !batch.isEmpty() && bytes + most > CatalogueLimits.COMMAND_BYTES) {
        batches.add(batch);
        batch = new ArrayList<>();
        seals.clear();
        bytes = 0;
        most = most(line, seals);
      }
      bytes += most;
      batch.add(line);
      if (line.seal() != null) {
        seals.putIfAbsent(line.seal(), seals.size());
      }
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static List<BookLine> bySeal(List<BookLine> lines) {
    Map<Seal, Integer> places = new IdentityHashMap<>();
    List<BookLine> sorted = new ArrayList<>();
    List<List<BookLine>> signed = new ArrayList<>();
    for (BookLine line : lines) {
      Seal seal = line.seal();
      if (seal == null) {
        sorted.add(line);
        continue;
      }
      places.putIfAbsent(seal, places.size());
      int place = places.get(seal);
      if (place == signed.size()) {
        signed.add(new ArrayList<>());
      }
      signed.get(place).add(line);
    }
    signed.forEach(sorted::addAll);
    return sorted;
  }

  /** Paths, hashes and a seal of its own, if nobody brought it: more than any line takes. */
  private static long most(BookLine line, Map<Seal, Integer> brought) {
    Seal seal = line.seal();
    int own =
        seal == null || brought.containsKey(seal)
            ? 0
            : seal instanceof Seal.Batch batch ? batch.leaves().length : 512;
    return 1024L + 3L * line.folder().length() + own;
  }

  /** What a command says of these lines. */
  static Batch batch(List<BookLine> lines) {
    List<Seal> seals = new ArrayList<>();
    Map<Seal, Integer> numbers = new IdentityHashMap<>();
    List<Registration> files = new ArrayList<>(lines.size());
    for (BookLine line : lines) {
      ShareBook.Entry entry = line.entry();
      files.add(new Registration(entry.file(), claim(entry, seals, numbers)));
    }
    return new Batch(List.copyOf(seals), List.copyOf(files));
  }

  private static Optional<Registration.Claim> claim(
      ShareBook.Entry entry, List<Seal> seals, Map<Seal, Integer> numbers) {
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
