package minibit.daemon.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.id.PeerAddress;
import minibit.core.session.PeerKey;

/**
 * Which hosts the engine still takes connections with, whoever dials: counts them, of all and of
 * each host, and remembers who is banned. Any thread.
 */
final class Admission {
  /**
   * Connections of one host. A household behind one address has fewer; loopback, where tests and
   * demos put everything, is not counted.
   */
  private static final int PER_HOST = 32;

  /** Banned hosts remembered: the oldest is forgotten. */
  private static final int MAX_BANNED = 10_000;

  private final int most;
  private final Set<PeerAddress> banned =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<PeerAddress, Boolean> eldest) {
                  return size() > MAX_BANNED;
                }
              }));
  private final Map<PeerAddress, Integer> perHost = new ConcurrentHashMap<>();
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicLong nextKey = new AtomicLong(1);
  private volatile boolean over;

  /** Takes so many connections at once. */
  Admission(int most) {
    this.most = most;
  }

  /** Whether one more connection with this host may begin. */
  boolean isOpenTo(PeerAddress remote) {
    PeerAddress host = hostOf(remote);
    return !over
        && total.get() < most
        && !banned.contains(host)
        && perHost.getOrDefault(host, 0) < PER_HOST;
  }

  /** Counts a connection that begins; gives the key by which it goes. */
  PeerKey begins(PeerAddress remote) {
    total.incrementAndGet();
    if (!remote.isLoopback()) {
      perHost.merge(hostOf(remote), 1, Integer::sum);
    }
    return new PeerKey(nextKey.getAndIncrement());
  }

  /** A counted connection is gone. */
  void gone(PeerAddress remote) {
    total.decrementAndGet();
    if (!remote.isLoopback()) {
      perHost.computeIfPresent(hostOf(remote), (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** Takes none of a host any more. */
  void ban(PeerAddress remote) {
    // On loopback everybody has one address: the swarm knows its liars by their ids.
    if (!remote.isLoopback()) {
      banned.add(hostOf(remote));
    }
  }

  /** Takes nobody any more. */
  void end() {
    over = true;
  }

  /** Connections that are counted now. */
  int total() {
    return total.get();
  }

  private static PeerAddress hostOf(PeerAddress address) {
    return address.withPort(1);
  }
}
