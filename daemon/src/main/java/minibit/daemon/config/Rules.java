package minibit.daemon.config;

import java.time.Duration;
import java.util.List;
import minibit.core.metainfo.HostPort;
import minibit.core.words.Sentence;
import minibit.daemon.cache.BlockCache;

/** What settings must be to each other: each value may be fit and both together nonsense. */
final class Rules {
  /** One must be longer than another, or at least as long, or else. */
  private record Longer(
      Setting<Duration> longer, boolean equalWill, Setting<Duration> shorter, Sentence orElse) {}

  private static final List<Longer> ORDER =
      List.of(
          new Longer(
              Keys.LEASE,
              false,
              Keys.HEARTBEAT,
              Sentence.of("or-vanish", "members vanish between two heartbeats")),
          new Longer(
              Keys.DETECT_MIN,
              false,
              Keys.HEARTBEAT,
              Sentence.of("or-ask", "every member asks always")),
          new Longer(
              Keys.DETECT_MAX,
              true,
              Keys.DETECT_MIN,
              Sentence.of("or-no-time", "there is no time to draw")),
          new Longer(
              Keys.LEASE,
              false,
              Keys.DETECT_MAX,
              Sentence.of("or-vanish-asking", "members vanish while they ask")),
          new Longer(
              Keys.ELECTION_MAX,
              false,
              Keys.ELECTION_MIN,
              Sentence.of("or-split", "votes are split")),
          new Longer(
              Keys.VOTER_SILENCE,
              false,
              Keys.ELECTION_MAX,
              Sentence.of("or-swapped", "voters are swapped for nothing")),
          new Longer(
              Keys.LISTEN_MAX,
              true,
              Keys.LISTEN_MIN,
              Sentence.of("or-no-time", "there is no time to draw")));

  private Rules() {}

  static void check(Settings settings) throws SettingsException {
    for (Longer rule : ORDER) {
      int order = settings.get(rule.longer).compareTo(settings.get(rule.shorter));
      if (order < 0 || order == 0 && !rule.equalWill) {
        throw disagree(settings, rule);
      }
    }
    if (settings.get(PeerKeys.CONNECTIONS_TORRENT) > settings.get(PeerKeys.CONNECTIONS)) {
      throw new SettingsException(
          "settings-disagree",
          Sentence.of(
              "settings-exceed",
              "{0}: {1} ({2}) must not exceed {3} ({4})",
              where(settings, PeerKeys.CONNECTIONS_TORRENT, PeerKeys.CONNECTIONS),
              PeerKeys.CONNECTIONS_TORRENT.key(),
              settings.get(PeerKeys.CONNECTIONS_TORRENT),
              PeerKeys.CONNECTIONS.key(),
              settings.get(PeerKeys.CONNECTIONS)));
    }
    checkCache(settings);
    checkApi(settings);
    checkRouters(settings);
    try {
      settings.group();
    } catch (IllegalArgumentException e) {
      throw new SettingsException("settings-disagree", Sentence.plain("group: " + e.getMessage()));
    }
  }

  private static void checkCache(Settings settings) throws SettingsException {
    long size = settings.get(Keys.CACHE_SIZE);
    if (size > 0 && size < BlockCache.LEAST) {
      throw new SettingsException(
          "bad-setting",
          Sentence.of(
              "settings-cache",
              "{0}: cache.size must be 0 or at least {1}, not {2}",
              settings.inForce(Keys.CACHE_SIZE).source().text(),
              Keys.CACHE_SIZE.kind().text(BlockCache.LEAST),
              Keys.CACHE_SIZE.kind().text(size)));
    }
  }

  private static void checkRouters(Settings settings) throws SettingsException {
    for (String router : settings.get(PeerKeys.DHT_ROUTERS).list()) {
      if (HostPort.parse(router).isEmpty()) {
        throw new SettingsException(
            "bad-setting",
            Sentence.of(
                "settings-router",
                "{0}: dht.routers takes HOST:PORT, not '{1}'",
                settings.inForce(PeerKeys.DHT_ROUTERS).source().text(),
                router));
      }
    }
  }

  private static void checkApi(Settings settings) throws SettingsException {
    boolean certificate = !settings.get(Keys.API_CERTIFICATE).isEmpty();
    boolean key = !settings.get(Keys.API_KEY).isEmpty();
    if (certificate != key) {
      throw new SettingsException(
          "settings-disagree",
          Sentence.of(
              "settings-together",
              "{0}: {1} and {2} go together",
              where(settings, Keys.API_CERTIFICATE, Keys.API_KEY),
              Keys.API_CERTIFICATE.key(),
              Keys.API_KEY.key()));
    }
  }

  private static SettingsException disagree(Settings settings, Longer rule) {
    Setting<Duration> longer = rule.longer;
    Setting<Duration> shorter = rule.shorter;
    Object[] parts = {
      where(settings, longer, shorter),
      longer.key(),
      longer.kind().text(settings.get(longer)),
      shorter.key(),
      shorter.kind().text(settings.get(shorter)),
      rule.orElse
    };
    return new SettingsException(
        "settings-disagree",
        rule.equalWill
            ? Sentence.of(
                "settings-not-shorter",
                "{0}: {1} ({2}) must not be shorter than {3} ({4}), or {5}",
                parts)
            : Sentence.of(
                "settings-longer", "{0}: {1} ({2}) must be longer than {3} ({4}), or {5}", parts));
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
