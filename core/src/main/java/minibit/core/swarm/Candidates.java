package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import minibit.core.id.PeerAddress;
import minibit.core.swarm.SwarmEvent.PeerSource;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that may be dialled, each with the time of its next try. A dial that fails waits twice
 * as long as the one before; being named again by a tracker or the user brings it forward. Whom the
 * user named is tried again sooner, and never given up for long: it may be about to start, or still
 * be checking its files. Bounded.
 */
final class Candidates {
  /** Addresses kept: many times what one swarm connects to. */
  static final int MAX = 2000;

  /** Of those, from peers, who may say anything. */
  static final int MAX_FROM_PEERS = 1000;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
  private static final Duration AFTER_NEWS = Duration.ofSeconds(5);

  /** Whom the user named is waited for by somebody who watches. */
  private static final Duration FIRST_WAIT_NAMED = Duration.ofSeconds(1);

  private static final Duration LONGEST_WAIT_NAMED = Duration.ofMinutes(2);

  /** A connection that lived and ended counts as so many tries to the named: 16 s of rest. */
  private static final int TRIES_AFTER_LIFE = 4;

  private final RandomGenerator random;
  private final Map<PeerAddress, Candidate> known = new LinkedHashMap<>();
  private final Set<PeerAddress> never = new LinkedHashSet<>();
  private final TreeSet<Candidate> waiting =
      new TreeSet<>(
          Comparator.comparing((Candidate candidate) -> candidate.due)
              .thenComparing(candidate -> candidate.lot)
              .thenComparing(candidate -> candidate.address));
  private final Set<PeerAddress> dialing = new LinkedHashSet<>();
  private int fromPeers;

  Candidates(RandomGenerator random) {
    this.random = random;
  }

  /** Addresses known, connected ones included. */
  int count() {
    return known.size();
  }

  /** The addresses known, in the order they came. */
  List<PeerAddress> addresses() {
    return List.copyOf(known.keySet());
  }

  /** Those of them that the user named. */
  List<PeerAddress> named() {
    return known.values().stream()
        .filter(candidate -> candidate.named)
        .map(candidate -> candidate.address)
        .toList();
  }

  /** Who named this address first; empty if nobody did. */
  Optional<PeerSource> source(PeerAddress address) {
    Candidate candidate = known.get(address);
    return candidate == null ? Optional.empty() : Optional.ofNullable(candidate.source);
  }

  /** Whether so many addresses are known that can be tried or are connected. */
  boolean enough(int wanted) {
    int hopeful = 0;
    for (Candidate candidate : known.values()) {
      hopeful += candidate.failures < 3 ? 1 : 0;
      if (hopeful >= wanted) {
        return true;
      }
    }
    return false;
  }

  /** Dials under way. */
  int dialing() {
    return dialing.size();
  }

  /**
   * Takes an address in; one that is full of its kind, or that nobody can listen on, is dropped.
   */
  void found(PeerAddress address, PeerSource source, Instant now) {
    if (never.contains(address) || !isDialable(address)) {
      return;
    }
    Candidate candidate = known.get(address);
    boolean trusted = source != PeerSource.PEX;
    boolean named = source == PeerSource.USER;
    if (candidate != null) {
      candidate.named |= named;
      if (trusted && waiting.contains(candidate) && candidate.lastTry != null) {
        Duration rest = candidate.firstWait();
        Instant news = named ? now : now.plus(AFTER_NEWS);
        reschedule(candidate, later(candidate.lastTry.plus(rest), news));
      }
      return;
    }
    if (known.size() >= MAX || !trusted && fromPeers >= MAX_FROM_PEERS) {
      return;
    }
    candidate = new Candidate(address, !trusted, random.nextInt(), now);
    candidate.named = named;
    candidate.source = source;
    known.put(address, candidate);
    waiting.add(candidate);
    fromPeers += trusted ? 0 : 1;
  }

  /** The address to dial now, noted as under way; seeds only if they are of use. */
  List<PeerAddress> next(Instant now, int room, boolean seedsToo) {
    List<PeerAddress> chosen = new ArrayList<>();
    List<Candidate> passed = new ArrayList<>();
    while (chosen.size() < room && !waiting.isEmpty() && !waiting.first().due.isAfter(now)) {
      Candidate candidate = waiting.pollFirst();
      if (candidate == null) {
        break;
      }
      if (candidate.seed && !seedsToo) {
        candidate.due = now.plus(LONGEST_WAIT);
        passed.add(candidate);
        continue;
      }
      candidate.lastTry = now;
      dialing.add(candidate.address);
      chosen.add(candidate.address);
    }
    waiting.addAll(passed);
    return chosen;
  }

  /** When the next address is due, or {@link Instant#MAX}. */
  Instant nextDue() {
    return waiting.isEmpty() ? Instant.MAX : waiting.first().due;
  }

  /** A dial came to nothing. */
  void failed(PeerAddress address, Instant now) {
    dialing.remove(address);
    wait(address, now);
  }

  /** We are connected to this address: it is not dialled until {@link #gone}. */
  void connected(PeerAddress address) {
    dialing.remove(address);
    Candidate candidate = known.get(address);
    if (candidate != null) {
      waiting.remove(candidate);
    }
  }

  /** Who listens at this address dialled us: no need to dial it. Taken in, as one who lives. */
  void connectedFrom(PeerAddress address) {
    if (never.contains(address) || known.size() >= MAX) {
      return;
    }
    known.computeIfAbsent(address, at -> new Candidate(at, false, random.nextInt(), Instant.EPOCH));
    connected(address);
  }

  /** The connection to this address ended. */
  void gone(PeerAddress address, boolean lived, Instant now) {
    Candidate candidate = known.get(address);
    if (candidate != null && lived) {
      candidate.failures = candidate.named ? TRIES_AFTER_LIFE : 0;
    }
    wait(address, now);
  }

  /** The address has every piece. */
  void isSeed(PeerAddress address) {
    Candidate candidate = known.get(address);
    if (candidate != null) {
      boolean queued = waiting.remove(candidate);
      candidate.seed = true;
      if (queued) {
        waiting.add(candidate);
      }
    }
  }

  /** Forgets the address and never takes it in again. */
  void never(PeerAddress address) {
    dialing.remove(address);
    Candidate candidate = known.remove(address);
    if (candidate != null) {
      waiting.remove(candidate);
      fromPeers -= candidate.fromPeer ? 1 : 0;
    }
    if (never.size() < MAX) {
      never.add(address);
    }
  }

  /** Makes every address due whose waiting was for our own state, as when wishes grew. */
  void retrySeeds(Instant now) {
    for (Candidate candidate : List.copyOf(waiting)) {
      if (candidate.seed) {
        reschedule(candidate, now);
      }
    }
  }

  private void wait(PeerAddress address, Instant now) {
    Candidate candidate = known.get(address);
    if (candidate == null) {
      return;
    }
    waiting.remove(candidate);
    Duration wait = candidate.firstWait().multipliedBy(1L << Math.min(candidate.failures, 10));
    Duration longest = candidate.named ? LONGEST_WAIT_NAMED : LONGEST_WAIT;
    candidate.failures++;
    candidate.due = now.plus(wait.compareTo(longest) > 0 ? longest : wait);
    waiting.add(candidate);
  }

  private void reschedule(Candidate candidate, Instant due) {
    if (due.isBefore(candidate.due)) {
      waiting.remove(candidate);
      candidate.due = due;
      waiting.add(candidate);
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Neither multicast, nor broadcast, nor the unspecified address. */
  private static boolean isDialable(PeerAddress address) {
    byte[] ip = address.ip();
    if (!address.isIpv6()) {
      int first = ip[0] & 0xff;
      return first != 0 && first < 224;
    }
    boolean unspecified = true;
    for (byte b : ip) {
      unspecified &= b == 0;
    }
    return !unspecified && ip[0] != (byte) 0xff;
  }

  private static final class Candidate {
    final PeerAddress address;
    final boolean fromPeer;
    final int lot;
    boolean named;
    @Nullable PeerSource source;
    boolean seed;
    int failures;
    Instant due;
    @Nullable Instant lastTry;

    Candidate(PeerAddress address, boolean fromPeer, int lot, Instant due) {
      this.address = address;
      this.fromPeer = fromPeer;
      this.lot = lot;
      this.due = due;
    }

    Duration firstWait() {
      return named ? FIRST_WAIT_NAMED : FIRST_WAIT;
    }
  }
}
