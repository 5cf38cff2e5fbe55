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

/**
 * Addresses that may be dialled, each with the time of its next try. A dial that fails waits twice
 * as long as the one before; being named again by a tracker or the user brings it forward. Whom the
 * user named is tried again sooner, and never given up for long: it may be about to start, or still
 * be checking its files. Bounded: a newcomer to a full book takes the place of who failed most.
 */
final class Candidates {
  /** Addresses kept: many times what one swarm connects to. */
  static final int MAX = 2000;

  /** Of those, from peers, who may say anything. */
  static final int MAX_FROM_PEERS = 1000;

  /** Guests of one host: as many as half a swarm behind one router. */
  static final int MAX_GUESTS_OF_HOST = 40;

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
  private static final Duration AFTER_NEWS = Duration.ofSeconds(5);

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
  private final Hopeless hopeless = new Hopeless();
  private final Map<PeerAddress, Integer> guestsByHost = new LinkedHashMap<>();
  private final Set<PeerAddress> dialing = new LinkedHashSet<>();
  private int fromPeers;

  Candidates(RandomGenerator random) {
    this.random = random;
  }

  /** Addresses known, connected ones included. */
  int count() {
    return known.size();
  }

  /** The addresses that somebody named or that were dialled, in the order they came. */
  List<PeerAddress> addresses() {
    return known.values().stream()
        .filter(candidate -> !candidate.guest)
        .map(candidate -> candidate.address)
        .toList();
  }

  /** Those of them that not only strangers named. */
  List<PeerAddress> trusted() {
    return known.values().stream()
        .filter(candidate -> candidate.source != null && !candidate.source.isStrangers())
        .map(candidate -> candidate.address)
        .toList();
  }

  /** Those of them that the user named. */
  List<PeerAddress> named() {
    return known.values().stream()
        .filter(candidate -> candidate.named)
        .map(candidate -> candidate.address)
        .toList();
  }

  /** Who named this address first, strangers last; empty if nobody did. */
  Optional<PeerSource> source(PeerAddress address) {
    Candidate candidate = known.get(address);
    return candidate == null ? Optional.empty() : Optional.ofNullable(candidate.source);
  }

  /** Whether so many addresses are known that can be tried or are connected. */
  boolean enough(int wanted) {
    int hopeful = 0;
    for (Candidate candidate : known.values()) {
      hopeful += candidate.failures < Hopeless.FAILURES ? 1 : 0;
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
   * Takes an address in, if need be in place of one that was dialled in vain too often; one that
   * nobody can listen on is dropped.
   */
  void found(PeerAddress address, PeerSource source, Instant now) {
    if (never.contains(address) || !isDialable(address)) {
      return;
    }
    Candidate candidate = known.get(address);
    boolean trusted = !source.isStrangers();
    boolean named = source == PeerSource.USER;
    if (candidate != null) {
      foundAgain(candidate, trusted, named);
      if (trusted && (candidate.source == null || candidate.source.isStrangers())) {
        candidate.source = source;
      }
      if (trusted && waiting.contains(candidate) && candidate.lastTry != null) {
        Duration rest = candidate.firstWait();
        Instant news = named ? now : now.plus(AFTER_NEWS);
        reschedule(candidate, later(candidate.lastTry.plus(rest), news));
      }
      return;
    }
    if (!hasRoom(trusted)) {
      return;
    }
    candidate = new Candidate(address, !trusted, random.nextInt(), now);
    candidate.named = named;
    candidate.source = source;
    known.put(address, candidate);
    enqueue(candidate);
    fromPeers += trusted ? 0 : 1;
  }

  private void foundAgain(Candidate candidate, boolean trusted, boolean named) {
    boolean queued = dequeue(candidate);
    candidate.named |= named;
    if (candidate.guest) {
      noLongerGuest(candidate);
      fromPeers -= trusted ? 1 : 0;
      candidate.fromPeer = !trusted;
    }
    if (queued) {
      enqueue(candidate);
    }
  }

  /** Whether one more has room, if need be after the most hopeless gave way. */
  private boolean hasRoom(boolean trusted) {
    if (!trusted && fromPeers >= MAX_FROM_PEERS) {
      return forget(hopeless.worstFromPeers());
    }
    return known.size() < MAX || forget(hopeless.worst());
  }

  private boolean forget(Optional<Candidate> gone) {
    gone.ifPresent(this::forget);
    return gone.isPresent();
  }

  private void forget(Candidate candidate) {
    known.remove(candidate.address);
    dequeue(candidate);
    fromPeers -= candidate.fromPeer ? 1 : 0;
    if (candidate.guest) {
      noLongerGuest(candidate);
    }
  }

  private void noLongerGuest(Candidate candidate) {
    candidate.guest = false;
    guestsByHost.computeIfPresent(
        candidate.host(), (host, guests) -> guests == 1 ? null : guests - 1);
  }

  /** The address to dial now, noted as under way; seeds only if they are of use. */
  List<PeerAddress> next(Instant now, int room, boolean seedsToo) {
    List<PeerAddress> chosen = new ArrayList<>();
    List<Candidate> passed = new ArrayList<>();
    while (chosen.size() < room && !waiting.isEmpty() && !waiting.first().due.isAfter(now)) {
      Candidate candidate = waiting.first();
      dequeue(candidate);
      if (candidate.seed && !seedsToo) {
        candidate.due = now.plus(LONGEST_WAIT);
        passed.add(candidate);
        continue;
      }
      candidate.lastTry = now;
      dialing.add(candidate.address);
      chosen.add(candidate.address);
    }
    passed.forEach(this::enqueue);
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
      dequeue(candidate);
    }
  }

  /**
   * Who listens at this address dialled us: no need to dial it. If nobody else named it, it is a
   * guest: known while it is here, for it may say anything.
   */
  void connectedFrom(PeerAddress address) {
    if (never.contains(address)) {
      return;
    }
    if (!known.containsKey(address)) {
      welcome(address);
    }
    connected(address);
  }

  private void welcome(PeerAddress address) {
    Candidate guest = new Candidate(address, true, random.nextInt(), Instant.EPOCH);
    int guests = guestsByHost.getOrDefault(guest.host(), 0);
    if (known.size() >= MAX || fromPeers >= MAX_FROM_PEERS || guests >= MAX_GUESTS_OF_HOST) {
      return;
    }
    guest.guest = true;
    known.put(address, guest);
    guestsByHost.put(guest.host(), guests + 1);
    fromPeers++;
  }

  /** The connection to this address ended. A guest is forgotten. */
  void gone(PeerAddress address, boolean lived, Instant now) {
    Candidate candidate = known.get(address);
    if (candidate != null && candidate.guest) {
      forget(candidate);
      return;
    }
    if (candidate != null && lived) {
      dequeue(candidate);
      candidate.failures = candidate.named ? TRIES_AFTER_LIFE : 0;
    }
    wait(address, now);
  }

  /** The address has every piece. */
  void isSeed(PeerAddress address) {
    Candidate candidate = known.get(address);
    if (candidate != null) {
      candidate.seed = true;
    }
  }

  /** Forgets the address and never takes it in again. */
  void never(PeerAddress address) {
    dialing.remove(address);
    forget(Optional.ofNullable(known.get(address)));
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
    dequeue(candidate);
    Duration wait = candidate.firstWait().multipliedBy(1L << Math.min(candidate.failures, 10));
    Duration longest = candidate.named ? LONGEST_WAIT_NAMED : LONGEST_WAIT;
    candidate.failures++;
    candidate.failedAt = now;
    candidate.due = now.plus(wait.compareTo(longest) > 0 ? longest : wait);
    enqueue(candidate);
  }

  private void enqueue(Candidate candidate) {
    waiting.add(candidate);
    hopeless.add(candidate);
  }

  /** To be called before anything changes by which it is ordered. */
  private boolean dequeue(Candidate candidate) {
    hopeless.remove(candidate);
    return waiting.remove(candidate);
  }

  private void reschedule(Candidate candidate, Instant due) {
    if (due.isBefore(candidate.due)) {
      dequeue(candidate);
      candidate.due = due;
      enqueue(candidate);
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
}
