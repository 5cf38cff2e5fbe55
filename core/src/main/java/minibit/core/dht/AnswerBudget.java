package minibit.core.dht;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.dht.table.Hosts;
import minibit.core.id.PeerAddress;

/**
 * How many answers each host may have: a sender's address may be forged, and then our answers,
 * which are larger than questions, would hit somebody else. One owner.
 */
final class AnswerBudget {
  /** Answers a second and host: no node needs more of another one. */
  static final int RATE = 5;

  /** Answers at once and host: several nodes may sit behind one address. */
  static final int BURST = 30;

  /** Answers a second for all hosts together: half a megabyte. */
  static final int TOTAL_RATE = 500;

  /** Hosts remembered; the one that was silent for longest is forgotten. */
  private static final int MAX_HOSTS = 2048;

  private final Bucket total;
  private final Map<PeerAddress, Bucket> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, Bucket> eldest) {
          return size() > MAX_HOSTS;
        }
      };

  AnswerBudget(Instant now) {
    total = new Bucket(TOTAL_RATE, TOTAL_RATE, now);
  }

  /** Fills evenly up to a brim; each answer takes one out. */
  private static final class Bucket {
    private final int rate;
    private final int brim;
    private double level;
    private Instant filled;

    Bucket(int rate, int brim, Instant now) {
      this.rate = rate;
      this.brim = brim;
      this.level = brim;
      this.filled = now;
    }

    boolean take(Instant now) {
      double seconds = Duration.between(filled, now).toNanos() / 1e9;
      level = Math.min(brim, level + Math.max(0, seconds) * rate);
      filled = now;
      if (level < 1) {
        return false;
      }
      level--;
      return true;
    }
  }

  /** Whether this host gets one more answer now. */
  boolean allows(PeerAddress from, Instant now) {
    Bucket own = hosts.computeIfAbsent(Hosts.key(from), _ -> new Bucket(RATE, BURST, now));
    return own.take(now) && total.take(now);
  }
}
