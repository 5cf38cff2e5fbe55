package minibit.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import minibit.cli.frame.Context;
import minibit.cli.output.Human;

/** Moments and lengths of time as people read them. */
public final class Times {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Times() {}

  /** {@code 3m05s ago}; a moment ahead of this machine's clock is now. */
  public static String ago(Context context, Instant then) {
    Duration since = Duration.between(then, Instant.now());
    return context.text("time.ago", Human.duration(since.isNegative() ? Duration.ZERO : since));
  }

  /** {@code 3m05s}. */
  public static String seconds(double seconds) {
    return Human.duration(Duration.ofMillis((long) (seconds * 1000)));
  }

  /** Time left as a daemon estimates it: 0 is done, less is unknown. */
  public static String left(double seconds) {
    return seconds < 0 ? "?" : seconds == 0 ? "" : seconds(Math.max(1, Math.ceil(seconds)));
  }

  /** The local time, to the second. */
  public static String moment(Instant time) {
    return MOMENT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }
}
