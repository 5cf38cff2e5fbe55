package minibit.core.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import minibit.core.identity.MemberId;

/**
 * Whom the tracker has heard lately: its own memory, never replicated. A member that is not heard
 * for a lease is away. What follows (an {@code Away} in the log) is the tracker's to propose, so
 * that expiry is the same on every replica. Not for threads.
 */
public final class Liveness {
  private final Duration lease;
  private final TreeMap<MemberId, Instant> heard = new TreeMap<>();

  /** Nobody is known yet. */
  public Liveness(Duration lease) {
    if (!lease.isPositive()) {
      throw new IllegalArgumentException("lease: " + lease);
    }
    this.lease = lease;
  }

  /** A new tracker: whoever was present is given a full lease, for it was heard by another. */
  public void onEpoch(Instant now, Collection<MemberId> present) {
    heard.clear();
    present.forEach(member -> heard.put(member, now));
  }

  /** A member spoke. */
  public void onHeard(Instant now, MemberId member) {
    heard.merge(member, now, (old, fresh) -> fresh.isAfter(old) ? fresh : old);
  }

  /** A member left, or was declared away. */
  public void forget(MemberId member) {
    heard.remove(member);
  }

  /** When a member was last heard, if it has a lease. */
  public Optional<Instant> lastHeard(MemberId member) {
    return Optional.ofNullable(heard.get(member));
  }

  /** How long a member has been silent; a lease for one that is not known. */
  public Duration silence(Instant now, MemberId member) {
    Instant last = heard.get(member);
    return last == null ? lease : Duration.between(last, now);
  }

  /** Whose lease has run out. They stay until {@link #forget}. */
  public List<MemberId> expired(Instant now) {
    List<MemberId> expired = new ArrayList<>();
    for (Map.Entry<MemberId, Instant> entry : heard.entrySet()) {
      if (!now.isBefore(entry.getValue().plus(lease))) {
        expired.add(entry.getKey());
      }
    }
    return expired;
  }
}
