package minibit.core.choker;

import java.util.List;

/**
 * How many regular slots the upload capacity carries. Climbs: when every slot is used and peers
 * wait, one slot is added; if the whole upload did not grow by a twentieth in the next round, it is
 * taken back and the next try waits a minute. Slots that get hardly anything are taken away, down
 * to the number to begin with.
 */
final class SlotCount {
  private static final int ROUNDS_BETWEEN_TRIES = 6;

  private final ChokerSettings settings;
  private int regular;
  private boolean trying;
  private long rateBefore;
  private int rest;

  SlotCount(ChokerSettings settings) {
    this.settings = settings;
    this.regular = settings.regularSlots();
  }

  int regular() {
    return regular;
  }

  /** Judges a round by what the peers took. */
  void adapt(List<Candidate> peers) {
    long rate = 0;
    int served = 0;
    boolean waiting = false;
    for (Candidate peer : peers) {
      rate += peer.sentRate();
      served += peer.unchoked() && peer.interested() ? 1 : 0;
      waiting |= peer.interested() && !peer.unchoked();
    }
    adapt(rate, served, waiting);
  }

  /** Judges a round: the whole upload rate, the peers served, and whether others wait. */
  void adapt(long rate, int served, boolean waiting) {
    if (!settings.adaptive()) {
      return;
    }
    boolean full = served >= regular + settings.optimisticSlots();
    if (trying) {
      trying = false;
      if (rate < rateBefore + rateBefore / 20) {
        regular--;
        rest = ROUNDS_BETWEEN_TRIES;
        return;
      }
    }
    if (full && served > 0 && rate / served < settings.slotFloor()) {
      regular = Math.max(settings.regularSlots(), regular - 1);
      return;
    }
    if (rest > 0) {
      rest--;
    } else if (full && waiting && regular < settings.maxRegularSlots()) {
      rateBefore = rate;
      regular++;
      trying = true;
    }
  }
}
