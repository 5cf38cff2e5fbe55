package minibit.core.swarm;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who of those that wait was dialled in vain too often to keep a newcomer out; the worst first: who
 * failed most, and of these who has done so for longest. Whom the user named is never among them.
 */
final class Hopeless {
  /** Dials in vain after which an address is worth less than any new one: two minutes of them. */
  static final int FAILURES = 3;

  private static final Comparator<Candidate> WORST_FIRST =
      Comparator.comparingInt((Candidate candidate) -> -candidate.failures)
          .thenComparing(candidate -> candidate.failedAt)
          .thenComparing(candidate -> candidate.address);

  private final TreeSet<Candidate> trusted = new TreeSet<>(WORST_FIRST);
  private final TreeSet<Candidate> fromPeers = new TreeSet<>(WORST_FIRST);

  /** Takes in one that waits, if it is hopeless. */
  void add(Candidate candidate) {
    if (!candidate.named && candidate.failures >= FAILURES) {
      kind(candidate).add(candidate);
    }
  }

  /** It waits no longer, or is about to change. */
  void remove(Candidate candidate) {
    kind(candidate).remove(candidate);
  }

  /** The worst of all. */
  Optional<Candidate> worst() {
    if (trusted.isEmpty() || fromPeers.isEmpty()) {
      return first(trusted.isEmpty() ? fromPeers : trusted);
    }
    return WORST_FIRST.compare(trusted.first(), fromPeers.first()) < 0
        ? first(trusted)
        : first(fromPeers);
  }

  /** The worst of those that peers told of. */
  Optional<Candidate> worstFromPeers() {
    return first(fromPeers);
  }

  private TreeSet<Candidate> kind(Candidate candidate) {
    return candidate.fromPeer ? fromPeers : trusted;
  }

  private static Optional<Candidate> first(TreeSet<Candidate> candidates) {
    return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.first());
  }
}
