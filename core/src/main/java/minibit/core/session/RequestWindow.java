package minibit.core.session;

import java.time.Duration;
import java.time.Instant;
import minibit.core.piece.Block;

/**
 * How many requests to keep open at one peer. Slow start adds one request a block, which doubles
 * the window each round trip, until a second brings hardly more than the one before; from then on
 * rate × (round trip + reserve). The round trip is the shortest ever seen, because later ones
 * include the queue that this window itself makes.
 */
public final class RequestWindow {
  private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(5);

  private final WindowSettings settings;
  private boolean slowStart = true;
  private int slowWindow;
  private Duration roundTrip = LONGEST_ROUND_TRIP;
  private long judgedSecond;

  /** The window of a new peer. */
  public RequestWindow(WindowSettings settings) {
    this.settings = settings;
    this.slowWindow = settings.first();
  }

  /** Blocks came; the newest had been asked for so long ago. */
  public void answered(int blocks, Duration waited) {
    if (waited.compareTo(roundTrip) < 0) {
      roundTrip = waited;
    }
    if (slowStart) {
      slowWindow = Math.min(settings.ceiling(), slowWindow + blocks);
      // So long a wait is a queue: the line is full, however slow it is.
      slowStart = waited.compareTo(roundTrip.multipliedBy(2).plus(settings.reserve())) <= 0;
    }
  }

  /** The peer choked us or was silent: measure again from the beginning. */
  public void restart() {
    slowStart = true;
    slowWindow = settings.first();
    judgedSecond = 0;
  }

  /** Shortest time between a request and its block so far. */
  public Duration roundTrip() {
    return roundTrip;
  }

  /** Requests to keep open now, for a peer that queues {@code reqq}. */
  public int size(RateMeter rate, Instant now, int reqq) {
    int ceiling = Math.clamp(reqq, 1, settings.ceiling());
    if (slowStart) {
      judge(rate, now);
    }
    if (slowStart) {
      return Math.min(ceiling, slowWindow);
    }
    double seconds = (roundTrip.toNanos() + settings.reserve().toNanos()) / 1e9;
    double blocks = rate.rate(now, 3) * seconds / Block.SIZE;
    return Math.min(ceiling, Math.max(settings.floor(), (int) Math.ceil(blocks)));
  }

  /** Once a second: slow start ends when the second before brought less than a tenth more. */
  private void judge(RateMeter rate, Instant now) {
    long second = now.getEpochSecond();
    if (judgedSecond == 0) {
      judgedSecond = second + 1;
      return;
    }
    if (second <= judgedSecond) {
      return;
    }
    judgedSecond = second;
    long last = rate.second(now, 1);
    long before = rate.second(now, 2);
    slowStart = last == 0 || last > before + before / 10;
  }
}
