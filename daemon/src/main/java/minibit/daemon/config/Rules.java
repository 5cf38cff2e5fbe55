package minibit.daemon.config;

import java.time.Duration;
import java.util.List;
import minibit.daemon.cache.BlockCache;

/** What settings must be to each other: each value may be fit and both together nonsense. */
final class Rules {
  /** One must be longer than another, or at least as long, or else. */
  private record Longer(
      Setting<Duration> longer, boolean equalWill, Setting<Duration> shorter, String orElse) {}

  private static final List<Longer> ORDER =
      List.of(
          new Longer(Keys.LEASE, false, Keys.HEARTBEAT, "members vanish between two heartbeats"),
          new Longer(Keys.DETECT_MIN, false, Keys.HEARTBEAT, "every member asks always"),
          new Longer(Keys.DETECT_MAX, true, Keys.DETECT_MIN, "there is no time to draw"),
          new Longer(Keys.LEASE, false, Keys.DETECT_MAX, "members vanish while they ask"),
          new Longer(Keys.ELECTION_MAX, false, Keys.ELECTION_MIN, "votes are split"),
          new Longer(
              Keys.VOTER_SILENCE, false, Keys.ELECTION_MAX, "voters are swapped for nothing"),
          new Longer(Keys.LISTEN_MAX, true, Keys.LISTEN_MIN, "there is no time to draw"));

  private Rules() {}

  static void check(Settings settings) throws SettingsException {
    for (Longer rule : ORDER) {
      int order = settings.get(rule.longer).compareTo(settings.get(rule.shorter));
      if (order < 0 || order == 0 && !rule.equalWill) {
        throw disagree(settings, rule);
      }
    }
    if (settings.get(Keys.CONNECTIONS_TORRENT) > settings.get(Keys.CONNECTIONS)) {
      throw new SettingsException(
          "settings-disagree",
          where(settings, Keys.CONNECTIONS_TORRENT, Keys.CONNECTIONS)
              + ": connections.per-torrent ("
              + settings.get(Keys.CONNECTIONS_TORRENT)
              + ") must not exceed connections.most ("
              + settings.get(Keys.CONNECTIONS)
              + ")");
    }
    checkCache(settings);
    checkApi(settings);
    try {
      settings.group();
    } catch (IllegalArgumentException e) {
      throw new SettingsException("settings-disagree", "group: " + e.getMessage());
    }
  }

  private static void checkCache(Settings settings) throws SettingsException {
    long size = settings.get(Keys.CACHE_SIZE);
    if (size > 0 && size < BlockCache.LEAST) {
      throw new SettingsException(
          "bad-setting",
          settings.inForce(Keys.CACHE_SIZE).source().text()
              + ": cache.size must be 0 or at least "
              + Keys.CACHE_SIZE.kind().text(BlockCache.LEAST)
              + ", not "
              + Keys.CACHE_SIZE.kind().text(size));
    }
  }

  private static void checkApi(Settings settings) throws SettingsException {
    boolean certificate = !settings.get(Keys.API_CERTIFICATE).isEmpty();
    boolean key = !settings.get(Keys.API_KEY).isEmpty();
    if (certificate != key) {
      throw new SettingsException(
          "settings-disagree",
          where(settings, Keys.API_CERTIFICATE, Keys.API_KEY)
              + ": listen.api-certificate and listen.api-key go together");
    }
  }

  private static SettingsException disagree(Settings settings, Longer rule) {
    Setting<Duration> longer = rule.longer;
    Setting<Duration> shorter = rule.shorter;
    return new SettingsException(
        "settings-disagree",
        where(settings, longer, shorter)
            + ": "
            + longer.key()
            + " ("
            + longer.kind().text(settings.get(longer))
            + (rule.equalWill ? ") must not be shorter than " : ") must be longer than ")
            + shorter.key()
            + " ("
            + shorter.kind().text(settings.get(shorter))
            + "), or "
            + rule.orElse);
  }

  /** Where to look: at the values somebody said, not at defaults. */
  private static String where(Settings settings, Setting<?>... involved) {
    return String.join(
        ", ",
        List.of(involved).stream()
            .map(setting -> settings.inForce(setting).source())
            .filter(source -> !(source instanceof Source.Default))
            .map(Source::text)
            .distinct()
            .toList());
  }
}
