package minibit.core.mse;

import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.id.PeerAddress;

/**
 * In which form addresses are dialled, plain or encrypted, by what worked there and what others
 * say. An address of which nothing is known gets both, one after the other. Bounded: who was heard
 * of longest ago is forgotten. Mutable; one owner.
 */
public final class DialForms {
  /** Addresses remembered: those of two full swarms. */
  static final int MAX = 4096;

  private final EncryptionPolicy policy;
  private final Map<PeerAddress, Plan> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerAddress, Plan> eldest) {
          return size() > MAX;
        }
      };

  /** Nothing is known. */
  public DialForms(EncryptionPolicy policy) {
    this.policy = policy;
  }

  /**
   * How to dial.
   *
   * @param encrypted in which form first
   * @param other whether the other form is tried at once if this one is hung up on
   */
  public record Plan(boolean encrypted, boolean other) {
    /** The other form, and then no more. */
    public Plan otherForm() {
      return new Plan(!encrypted, false);
    }
  }

  /** How to dial this address. */
  public Plan plan(PeerAddress address) {
    if (!policy.speaksPlain() || !policy.speaksEncrypted()) {
      return new Plan(!policy.speaksPlain(), false);
    }
    return known.getOrDefault(address, new Plan(policy.prefersEncrypted(), true));
  }

  /** Handshakes got through this way: it is dialled so again. */
  public void worked(PeerAddress address, Plan plan) {
    if (policy.prefersEncrypted() == plan.encrypted()) {
      // As if nothing was known, so that what is usual takes no place.
      known.remove(address);
    } else {
      known.put(address, new Plan(plan.encrypted(), false));
    }
  }

  /**
   * Somebody was there and broke off before a handshake of his came. What was tried last without
   * another try to follow makes way for the other form.
   */
  public void failed(PeerAddress address, Plan plan) {
    known.put(address, new Plan(!plan.encrypted(), false));
  }

  /** Somebody says that this address had rather be dialled encrypted: a hint, no more. */
  public void prefersEncrypted(PeerAddress address) {
    known.putIfAbsent(address, new Plan(true, true));
  }
}
