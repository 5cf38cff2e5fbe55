package minibit.core.utp;

import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.id.PeerAddress;

/**
 * Over which transport addresses are dialled, by what led there before. An address of which nothing
 * is known gets both, one after the other. Bounded: who was heard of longest ago is forgotten.
 * Mutable; one owner.
 */
public final class DialWays {
  /** Addresses remembered: those of two full swarms. */
  static final int MAX = 4096;

  private final UtpPolicy policy;
  private final Map<PeerAddress, Way> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, Way> eldest) {
          return size() > MAX;
        }
      };

  /** Nothing is known. */
  public DialWays(UtpPolicy policy) {
    this.policy = policy;
  }

  /**
   * How to dial.
   *
   * @param utp over uTP rather than TCP
   * @param other whether the other one is tried at once where nobody answers
   */
  public record Way(boolean utp, boolean other) {
    /** The other one, and then no more. */
    public Way otherWay() {
      return new Way(!utp, false);
    }
  }

  /** How to dial this address. */
  public Way way(PeerAddress address) {
    if (!policy.speaksUtp() || !policy.speaksTcp()) {
      return new Way(policy.speaksUtp(), false);
    }
    return known.getOrDefault(address, new Way(policy.prefersUtp(), true));
  }

  /** Handshakes got through: it is dialled so again. */
  public void worked(PeerAddress address, Way way) {
    if (way.utp() == policy.prefersUtp()) {
      // As if nothing was known, so that what is usual takes no place.
      known.remove(address);
    } else {
      known.put(address, new Way(way.utp(), true));
    }
  }

  /** Nobody answered: the next try is a short one, by one way, and the one after by both. */
  public void failed(PeerAddress address) {
    if (!policy.speaksUtp() || !policy.speaksTcp()) {
      return;
    }
    Way last = known.remove(address);
    if (last == null || last.other()) {
      known.put(address, new Way(policy.prefersUtp(), false));
    }
  }
}
