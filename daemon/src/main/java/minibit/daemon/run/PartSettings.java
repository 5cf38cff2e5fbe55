package minibit.daemon.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import minibit.core.metainfo.HostPort;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPolicy;
import minibit.daemon.api.ApiSettings;
import minibit.daemon.api.guard.OwnCertificate;
import minibit.daemon.api.guard.Tls;
import minibit.daemon.config.Keys;
import minibit.daemon.config.PeerKeys;
import minibit.daemon.config.Settings;
import minibit.daemon.dht.DhtConfig;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.OnDemandSeeds;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.member.OwnAddresses;
import minibit.daemon.share.SharesConfig;
import minibit.daemon.webseed.WebSeedSettings;

/**
 * What the settings mean for each part of a daemon.
 *
 * @param home where paths that are not absolute begin
 */
record PartSettings(HomeFolder home, DaemonOptions options, Settings settings) {
  /** What came in this time before a restart of the machine is read after it: some gigabytes. */
  private static final Duration FORCE_AFTER = Duration.ofMinutes(2);

  private Path downloads() throws IOException {
    Path folder = home.path().resolve(settings.get(Keys.DOWNLOADS)).normalize();
    Files.createDirectories(folder);
    return folder;
  }

  /** What is shared, and how it is hashed. */
  SharesConfig sharing() throws IOException {
    int threads = settings.get(Keys.HASHING_THREADS);
    SharesConfig config =
        SharesConfig.of(home.path(), downloads())
            .withIgnore(settings.get(Keys.IGNORE).list())
            .withTimes(SharesConfig.QUIET, settings.get(Keys.RESCAN));
    return threads == 0 ? config : config.withThreads(threads);
  }

  /**
   * How much is transferred at once.
   *
   * @param seeds finds torrents that others ask for
   */
  EngineSettings transferring(OnDemandSeeds seeds) {
    int loops = settings.get(PeerKeys.LOOPS);
    EngineSettings with =
        EngineSettings.defaults()
            .withConnections(
                settings.get(PeerKeys.CONNECTIONS),
                settings.get(PeerKeys.CONNECTIONS_TORRENT),
                settings.get(PeerKeys.CONNECTING))
            .withEncryption(EncryptionPolicy.of(settings.get(PeerKeys.ENCRYPTION)).orElseThrow())
            .withUtp(UtpPolicy.of(settings.get(PeerKeys.UTP)).orElseThrow())
            .withDiskCap(Math.toIntExact(settings.get(PeerKeys.DISK_CAP)))
            .withLimits(
                new RateLimits(settings.get(PeerKeys.LIMIT_UP), settings.get(PeerKeys.LIMIT_DOWN)))
            .withCacheSize(settings.get(Keys.CACHE_SIZE))
            .withForceAfter(FORCE_AFTER)
            .withHome(home.path())
            .withTrace(options.trace())
            .withWebSeeds(WebSeedSettings.of(settings.get(PeerKeys.WEB_SEEDS)))
            .withFinder(seeds);
    EngineSettings far = settings.get(PeerKeys.DHT) ? with.withDht(dht()) : with;
    EngineSettings all = settings.get(PeerKeys.LSD) ? far.withLsd() : far;
    return loops == 0 ? all : all.withLoops(loops);
  }

  private DhtConfig dht() {
    List<HostPort> routers =
        settings.get(PeerKeys.DHT_ROUTERS).list().stream()
            .flatMap(text -> HostPort.parse(text).stream())
            .toList();
    return DhtConfig.NONE_KNOWN
        .withRouters(routers)
        .withFile(home.file("dht.nodes"), true)
        .withReadOnly(settings.get(PeerKeys.DHT_READ_ONLY));
  }

  /** Where transfers are kept, and how often others are asked. */
  FetchConfig fetching() throws IOException {
    FetchConfig usual = FetchConfig.of(home.file("transfers.db"), downloads());
    return usual.withIntervals(
        settings.get(PeerKeys.ASK_HOLDERS),
        settings.get(Keys.REPORT),
        usual.keepIdle(),
        usual.followEvery());
  }

  /** Where the page may choose what to share. */
  List<Path> shareRoots() {
    List<String> said = settings.get(Keys.SHARE_ROOTS).list();
    return said.isEmpty()
        ? List.of(Path.of(System.getProperty("user.home")))
        : said.stream().map(home.path()::resolve).toList();
  }

  /**
   * How the API listens at an address.
   *
   * @param started when the daemon did: a certificate of its own is valid from then on
   */
  ApiSettings api(InetSocketAddress at, Instant started) throws IOException {
    return ApiSettings.at(at)
        .answering(Set.copyOf(settings.get(Keys.API_HOSTS).list()), certificate(at, started))
        .keeping(HomeFolder.auditFile(home.path()), home.file("sessions.json"))
        .hearing(settings.get(Keys.HEARTBEAT));
  }

  /** The API's certificate and key: those given, or beyond loopback one of our own. */
  private Optional<Tls> certificate(InetSocketAddress at, Instant started) throws IOException {
    String certificate = settings.get(Keys.API_CERTIFICATE);
    if (certificate.isEmpty()) {
      InetAddress address = at.getAddress();
      return address != null && address.isLoopbackAddress()
          ? Optional.empty()
          : Optional.of(OwnCertificate.openOrMake(home.path(), ownNames(at), started));
    }
    Path key = home.path().resolve(settings.get(Keys.API_KEY));
    return Optional.of(Tls.of(home.path().resolve(certificate), key));
  }

  private List<String> ownNames(InetSocketAddress at) {
    List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
    OwnAddresses.of(at.getAddress(), at.getPort()).forEach(own -> names.add(own.host()));
    names.addAll(settings.get(Keys.API_HOSTS).list());
    return names;
  }
}
