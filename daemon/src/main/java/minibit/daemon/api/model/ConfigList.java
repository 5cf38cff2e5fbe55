package minibit.daemon.api.model;

import java.util.List;

/**
 * The settings in force.
 *
 * @param file the settings file, there or not
 * @param settings in the order of the documentation
 */
public record ConfigList(String file, List<Setting> settings) {
  /** Keeps a copy. */
  public ConfigList {
    settings = List.copyOf(settings);
  }

  /**
   * One setting.
   *
   * @param key {@code table.name}
   * @param value in force, as text
   * @param standard the value if nobody says otherwise
   * @param unit of both; empty if none
   * @param reason why the standard is what it is
   * @param source {@code default}, {@code file}, {@code environment} or {@code flag}
   */
  public record Setting(
      String key, String value, String standard, String unit, String reason, String source) {}
}
