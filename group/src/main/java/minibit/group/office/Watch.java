package minibit.group.office;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import minibit.group.GroupSettings;

/**
 * A member's eye on the tracker. A heartbeat of the epoch it knows, or a higher one, starts a new
 * random wait; one of a lower epoch comes from a tracker that was deposed and does not know it yet,
 * and counts for nothing. When the wait is over the member asks the other voters. Not for threads.
 */
public final class Watch {
  private final GroupSettings settings;
  private final RandomGenerator chance;
  private Epoch epoch;
  private Instant heard;
  private Instant deadline;

  /** Begins to wait now, for a heartbeat of this epoch or a higher one. */
  public Watch(GroupSettings settings, RandomGenerator chance, Instant now, Epoch epoch) {
    this.settings = settings;
    this.chance = chance;
    this.epoch = epoch;
    this.heard = now;
    this.deadline = now.plus(wait(settings, chance));
  }

  private static Duration wait(GroupSettings settings, RandomGenerator chance) {
    long span = settings.detectMax().minus(settings.detectMin()).toMillis();
    return settings.detectMin().plusMillis(span == 0 ? 0 : chance.nextLong(span + 1));
  }

  /** A tracker spoke, of this epoch; says whether it is to be followed. */
  public boolean onHeartbeat(Instant now, Epoch of) {
    if (of.compareTo(epoch) < 0) {
      return false;
    }
    epoch = of;
    heard = now;
    deadline = now.plus(wait(settings, chance));
    return true;
  }

  /** The wait is over and voters were asked: wait again before the next time. */
  public void onAsked(Instant now) {
    deadline = now.plus(wait(settings, chance));
  }

  /** Whether it is time to ask the voters. */
  public boolean isOverdue(Instant now) {
    return !now.isBefore(deadline);
  }

  /** When it will be time, if nobody speaks until then. */
  public Instant deadline() {
    return deadline;
  }

  /** The highest epoch heard of. */
  public Epoch epoch() {
    return epoch;
  }

  /** How long ago a tracker that counts was heard. */
  public Duration silence(Instant now) {
    return Duration.between(heard, now);
  }
}
