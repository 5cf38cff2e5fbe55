package minibit.daemon.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.session.PeerKey;

/**
 * What each peer may have read and hashed only for its questions about leaves (BEP 52): those cost
 * the disk megabytes for every kilobyte of answer. Any thread.
 */
final class LeafBudget {
  /** Questions of one peer under way: one is answered while the next is on its way. */
  private static final int MOST_AT_ONCE = 2;

  /** Bytes of content read for one peer in a period: a few pieces in which a block was bad. */
  private static final long BYTES = 64L << 20;

  private static final long PERIOD_NANOS = 60_000_000_000L;

  /** Peers remembered: the one that asked first is forgotten. */
  private static final int MAX_PEERS = 1000;

  private final Map<PeerKey, Account> accounts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerKey, Account> eldest) {
          return size() > MAX_PEERS;
        }
      };

  private static final class Account {
    private long since;
    private long bytes;
    private int underWay;
  }

  /** Whether a peer may ask for this much now; then {@link #answered} follows. */
  synchronized boolean ask(PeerKey peer, long bytes, long now) {
    Account account =
        accounts.computeIfAbsent(
            peer,
            _ -> {
              Account fresh = new Account();
              fresh.since = now;
              return fresh;
            });
    if (now - account.since > PERIOD_NANOS) {
      account.since = now;
      account.bytes = 0;
    }
    // What costs more than all of it is allowed once, for a piece may be as large.
    if (account.underWay == MOST_AT_ONCE || account.bytes > 0 && account.bytes + bytes > BYTES) {
      return false;
    }
    account.bytes += bytes;
    account.underWay++;
    return true;
  }

  /** A question that was allowed is through. */
  synchronized void answered(PeerKey peer) {
    Account account = accounts.get(peer);
    if (account != null) {
      account.underWay--;
    }
  }
}
