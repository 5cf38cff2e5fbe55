package minibit.daemon.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.words.Sentence;
import minibit.group.GroupSettings;

/**
 * Every interval and bound in force, and where each came from. Read once at start; what cannot be
 * obeyed is refused then, by name. Immutable.
 */
public final class Settings {
  /** The settings file in the home. */
  public static final String FILE = "minibit.toml";

  /**
   * A value said on the command line.
   *
   * @param flag as it was typed, for people
   * @param key of the setting
   * @param text the value
   */
  public record FlagValue(String flag, String key, String text) {}

  /**
   * A value in force.
   *
   * @param setting what it is the value of
   * @param value typed
   * @param source who says so
   */
  public record InForce<T>(Setting<T> setting, T value, Source source) {
    /** The value as it is written in the file, without quotes. */
    public String text() {
      return setting.kind().text(value);
    }
  }

  private final Map<String, InForce<?>> values;

  private Settings(Map<String, InForce<?>> values) {
    this.values = values;
  }

  /** Nobody said anything. */
  public static Settings defaults() {
    Map<String, InForce<?>> values = new LinkedHashMap<>();
    Keys.ALL.forEach(setting -> values.put(setting.key(), byDefault(setting)));
    return new Settings(values);
  }

  /**
   * The settings of a daemon with this home.
   *
   * @param environment variables such as {@code MINIBIT_GROUP_HEARTBEAT}; others are left alone
   * @param flags win over everything
   * @throws SettingsException at the first value that is unknown, unfit, or at odds with another
   * @throws IOException if the file is there and cannot be read
   */
  public static Settings load(Path home, Map<String, String> environment, List<FlagValue> flags)
      throws IOException, SettingsException {
    Settings settings = defaults();
    List<Said> said = new ArrayList<>(TomlSettings.read(home.resolve(FILE)));
    said.addAll(EnvironmentSettings.of(environment));
    for (FlagValue flag : flags) {
      Setting<?> setting =
          Keys.named(flag.key()).orElseThrow(() -> unknown(flag.flag(), flag.key(), Keys.ALL));
      said.add(new Said(setting, flag.text(), new Source.Flag(flag.flag())));
    }
    for (Said one : said) {
      settings.put(one.setting(), one);
    }
    settings.applyProfile();
    Rules.check(settings);
    return settings;
  }

  static SettingsException unknown(String where, String key, List<Setting<?>> among) {
    String nearest = Nearest.of(key, among.stream().map(Setting::key).toList());
    return new SettingsException(
        "unknown-setting",
        nearest.isEmpty()
            ? Sentence.of("no-such-setting", "{0}: there is no setting {1}", where, key)
            : Sentence.of(
                "no-such-setting-like",
                "{0}: there is no setting {1}; did you mean {2}?",
                where,
                key,
                nearest));
  }

  /** A value somebody said, as a text or as the TOML reader gave it. */
  record Said(Setting<?> setting, Object value, Source source) {}

  private <T> void put(Setting<T> setting, Said said) throws SettingsException {
    try {
      T value = setting.kind().ofToml(said.value());
      values.put(setting.key(), new InForce<>(setting, value, said.source()));
    } catch (UnfitValueException e) {
      throw unfit(setting, said, e.sentence());
    } catch (ArithmeticException e) {
      throw unfit(
          setting, said, Sentence.of("setting-beyond", "is beyond all measure: {0}", said.value()));
    }
  }

  private static SettingsException unfit(Setting<?> setting, Said said, Sentence why) {
    return new SettingsException(
        "bad-setting",
        Sentence.of("bad-setting", "{0}: {1} {2}", said.source().text(), setting.key(), why));
  }

  private static <T> InForce<T> byDefault(Setting<T> setting) {
    return new InForce<>(setting, setting.defaults(), new Source.Default());
  }

  /** What nobody said is as the profile has it. */
  private void applyProfile() {
    String profile = get(Keys.PROFILE);
    if (profile.equals(Keys.PROFILE.defaults())) {
      return;
    }
    GroupSettings wan = GroupSettings.WAN;
    Source source = new Source.Profile(profile);
    profiled(Keys.HEARTBEAT, wan.heartbeat(), source);
    profiled(Keys.DETECT_MIN, wan.detectMin(), source);
    profiled(Keys.DETECT_MAX, wan.detectMax(), source);
    profiled(Keys.ELECTION_MIN, wan.electionMin(), source);
    profiled(Keys.ELECTION_MAX, wan.electionMax(), source);
    profiled(Keys.LEASE, wan.lease(), source);
    profiled(Keys.REPORT, wan.report(), source);
    profiled(Keys.LISTEN_MIN, wan.listenMin(), source);
    profiled(Keys.LISTEN_MAX, wan.listenMax(), source);
    profiled(Keys.VOTER_SILENCE, wan.voterSilence(), source);
    profiled(Keys.MEMORY, wan.memory(), source);
  }

  private <T> void profiled(Setting<T> setting, T value, Source source) {
    if (inForce(setting).source() instanceof Source.Default) {
      values.put(setting.key(), new InForce<>(setting, value, source));
    }
  }

  /** The value in force. */
  public <T> T get(Setting<T> setting) {
    return setting.kind().type().cast(inForce(setting).value());
  }

  /** The value in force and where it came from. */
  public InForce<?> inForce(Setting<?> setting) {
    InForce<?> value = values.get(setting.key());
    if (value == null) {
      throw new IllegalArgumentException("a setting that is not listed: " + setting.key());
    }
    return value;
  }

  /** All values, in the order of the settings file. */
  public List<InForce<?>> all() {
    return List.copyOf(values.values());
  }

  /** The part that the group obeys. */
  public GroupSettings group() {
    return new GroupSettings(
        get(Keys.HEARTBEAT),
        get(Keys.DETECT_MIN),
        get(Keys.DETECT_MAX),
        get(Keys.ELECTION_MIN),
        get(Keys.ELECTION_MAX),
        get(Keys.LEASE),
        get(Keys.REPORT),
        get(Keys.LISTEN_MIN),
        get(Keys.LISTEN_MAX),
        Integer.parseInt(get(Keys.VOTERS)),
        get(Keys.VOTER_SILENCE),
        get(Keys.MEMORY),
        get(Keys.SNAPSHOT_EVERY));
  }

  /** Whether somebody said so: in the file, by a variable or a flag. */
  public boolean isSaid(Setting<?> setting) {
    return switch (inForce(setting).source()) {
      case Source.Default() -> false;
      case Source.Profile profile -> false;
      case Source.File file -> true;
      case Source.Environment variable -> true;
      case Source.Flag flag -> true;
    };
  }
}
