package minibit.daemon.config;

import java.time.Duration;
import java.util.Locale;

/**
 * A thing that can be set.
 *
 * @param key section and name, such as {@code group.heartbeat}
 * @param kind what values look like
 * @param defaults the value when nobody says anything
 * @param reason what it is for and why the default is as it is, in English
 */
public record Setting<T>(String key, Kind<T> kind, T defaults, String reason) {
  /** A time between these two, in milliseconds. */
  static Setting<Duration> time(
      String key, Duration defaults, long leastMillis, long mostMillis, String reason) {
    return new Setting<>(
        key,
        new Quantity.Time(Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis)),
        defaults,
        reason);
  }

  /** The variable that sets it: {@code MINIBIT_GROUP_HEARTBEAT}. */
  public String variable() {
    return "MINIBIT_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The part before the dot. */
  public String section() {
    return key.substring(0, key.indexOf('.'));
  }

  /** The part after the dot. */
  public String name() {
    return key.substring(key.indexOf('.') + 1);
  }
}
