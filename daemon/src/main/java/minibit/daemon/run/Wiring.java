package minibit.daemon.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.id.PeerAddress;
import minibit.daemon.api.ApiServer;
import minibit.daemon.api.Backend;
import minibit.daemon.api.MetricsHandler;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.Status;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.config.Keys;
import minibit.daemon.config.PeerKeys;
import minibit.daemon.config.Settings;
import minibit.daemon.desk.Desk;
import minibit.daemon.desk.LaboratoryDesk;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineStatus;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.Fetches;
import minibit.daemon.fetch.OnDemandSeeds;
import minibit.daemon.fetch.files.LocalContents;
import minibit.daemon.fetch.group.Catalogue;
import minibit.daemon.fetch.group.PieceReports;
import minibit.daemon.member.HttpMemberTransport;
import minibit.daemon.member.MemberServer;
import minibit.daemon.member.MulticastBeacons;
import minibit.daemon.member.OwnAddresses;
import minibit.daemon.member.StockAnnounces;
import minibit.daemon.metrics.Latencies;
import minibit.daemon.metrics.Metrics;
import minibit.daemon.share.ShareException;
import minibit.daemon.share.Shares;
import minibit.group.member.GroupConfig;
import minibit.group.member.MemberKeys;
import minibit.group.member.Request;
import minibit.group.member.ShareBook;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the parts of a daemon and joins them. One thread builds, any closes. */
final class Wiring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  /** A daemon is gone in two seconds: the rest is for what closes after these. */
  private static final Duration CLOSING = Duration.ofMillis(1500);

  /** More, for a tracker whose successor is just being given its seat. */
  private static final Duration HANDING_OVER = Duration.ofSeconds(3);

  private final Closers listeners;
  private final Closers lookers;
  private final Engine engine;
  private final Shares shares;
  private final Fetches fetches;
  private final Membership membership;
  private final ApiServer api;
  private final ApiAddress reach;
  private final Path home;
  private final Backend backend;

  private Wiring(Builder built) throws IOException {
    this.listeners = built.listeners;
    this.lookers = built.lookers;
    this.engine = built.engine;
    this.shares = built.shares;
    this.fetches = built.fetches;
    this.membership = built.membership;
    this.backend = built.backend;
    this.api = built.api;
    this.home = built.home.path();
    this.reach = api.reach(ProcessHandle.current().pid(), built.started);
    reach.write(home);
  }

  /**
   * Everything of a daemon, running.
   *
   * @param stop is run when the API is asked to stop the daemon
   */
  static Wiring of(
      HomeFolder home, DaemonOptions options, Settings settings, Entrance entrance, Runnable stop)
      throws IOException {
    Closers opened = new Closers();
    try {
      return new Wiring(new Builder(home, options, settings, entrance, stop, opened));
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  Backend backend() {
    return backend;
  }

  @Override
  public void close() {
    log.info("stopping");
    try {
      reach.remove(home);
    } catch (IOException e) {
      log.warn("the API's address stays in the home: {}", e.getMessage());
    }
    // What looks at the others at intervals, before they are gone.
    lookers.close();
    // A member that hands over in the middle of a change may need longer: see Farewell.
    Closers.together(CLOSING.plus(HANDING_OVER), List.of(membership, api, fetches, shares));
    // The engine after what uses it; the listeners after the member that says goodbye by them.
    Closers.together(CLOSING, List.of(engine, listeners));
    log.info("stopped");
  }

  /** The parts in the order in which they need each other. */
  private static final class Builder {
    final HomeFolder home;
    final DaemonOptions options;
    final Settings settings;
    final PartSettings parts;
    final Instant started = Instant.now();
    final Closers listeners = new Closers();
    final Closers lookers = new Closers();
    final SplittableGenerator chance;
    final MemberKeys keys;
    final ShareBook book = new ShareBook();
    final EventFeed events;
    final TransferLoad load = new TransferLoad();
    final Listeners ports;
    final Shares shares;
    final LocalContents contents;
    final StockAnnounces announces;
    final CatalogueDesk desk;
    final OnDemandSeeds seeds;
    final Engine engine;
    final MemberServer server;
    final PeerAddress voter;
    final TorrentPost torrents;
    final SwarmPost swarms;
    final Ears ears;
    final Membership membership;
    final Fetches fetches;
    final Backend backend;
    final Latencies searches = new Latencies();
    final ApiServer api;

    Builder(
        HomeFolder home,
        DaemonOptions options,
        Settings settings,
        Entrance entrance,
        Runnable stop,
        Closers opened)
        throws IOException {
      this.home = home;
      this.options = options;
      this.settings = settings;
      this.parts = new PartSettings(home, options, settings);
      opened.add(listeners);
      this.chance =
          RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
              .create(new SecureRandom().nextLong());
      this.events = new EventFeed(chance.nextLong());
      this.keys = new MemberKeys(home.identity());
      this.ports = new Listeners(settings, KeptPorts.load(home.path(), chance));
      this.shares = opened.add(Shares.open(parts.sharing(), keys, book, load::isHigh));
      this.contents = LocalContents.of(shares);
      this.announces =
          listeners.add(
              new StockAnnounces(
                  RegistrySettings.DEFAULTS,
                  InstantSource.system(),
                  chance.split(),
                  options.trace()));
      this.desk =
          listeners.add(
              CatalogueDesk.open(home.file("index"), shares::holds, announces::announced));
      announces.onJoined(desk::onAnnounced);
      this.seeds = new OnDemandSeeds(contents, Catalogue.of(desk));
      this.engine = opened.add(ports.engine(parts.transferring(seeds)));
      load.of(engine);
      this.server = listeners.add(ports.members(announces::ask));
      this.voter = ports.voter(server.address());
      this.torrents = new TorrentPost(shares);
      this.swarms = new SwarmPost(engine::torrents);
      this.ears = new Ears(desk, announces, torrents, swarms);
      this.membership = opened.add(joining(entrance));
      this.fetches = opened.add(fetching());
      opened.add(lookers);
      seeds.askFirst(fetches::wake, fetches::restingNames);
      ears.onNewTracker(fetches::onNewTracker);
      lookers.add(SpareMemory.watch(this::isMoving));
      this.backend = backend(stop);
      this.api = opened.add(serving());
      options.shares().forEach(this::share);
    }

    private Membership joining(Entrance entrance) throws IOException {
      HttpMemberTransport transport = listeners.add(new HttpMemberTransport());
      Optional<MulticastBeacons> beacons = beacons(server.address());
      InetAddress peers = engine.listenAddress().getAddress();
      GroupConfig config =
          new GroupConfig(
              entrance.group(),
              Daemon.name(settings),
              home.path(),
              OwnAddresses.of(peers, engine.listenAddress().getPort()),
              OwnAddresses.of(server.address(), server.port()),
              voter,
              GroupPart.resolved(entrance.at()),
              settings.group(),
              entrance.by());
      return Membership.start(
          new Membership.Parts(
              keys,
              transport,
              beacons,
              server,
              announces,
              desk,
              ears,
              torrents,
              swarms,
              book,
              chance.split()),
          config);
    }

    private Optional<MulticastBeacons> beacons(InetAddress bound) {
      if (!settings.get(Keys.MULTICAST)) {
        return Optional.empty();
      }
      try {
        return Optional.of(listeners.add(MulticastBeacons.open(bound)));
      } catch (IOException e) {
        log.warn("daemons of the LAN are not found by themselves: {}", e.getMessage());
        return Optional.empty();
      }
    }

    private Fetches fetching() throws IOException {
      PieceReports reports = (root, pieces) -> membership.report(new Request.Pieces(root, pieces));
      Fetches opened =
          Fetches.open(parts.fetching(), engine, Catalogue.of(desk), contents, reports);
      if (settings.isSaid(PeerKeys.LIMIT_UP) || settings.isSaid(PeerKeys.LIMIT_DOWN)) {
        // What somebody wrote into the settings wins over what was last said by command.
        opened.setLimits(
            new RateLimits(settings.get(PeerKeys.LIMIT_UP), settings.get(PeerKeys.LIMIT_DOWN)));
      }
      return opened;
    }

    private Backend backend(Runnable stop) throws IOException {
      CataloguePart catalogue =
          new CataloguePart(desk, shares, keys.id(), this::announceAddresses, torrents);
      MemberNames names = new MemberNames(desk);
      GroupNews news = new GroupNews(events, names::of);
      String self = Daemon.name(settings);
      ears.onNews(vote -> news.onVote(vote, self), news::onChanges);
      boolean lan = !server.address().isLoopbackAddress();
      StatusPart.Facts facts =
          new StatusPart.Facts(
              Daemon.name(settings), keys.id().hex(), options.version(), started, home.path(), lan);
      GroupPart grouped = new GroupPart(membership, names, ears, catalogue);
      TransfersPart transfers =
          new TransfersPart(fetches, engine, catalogue, desk, settings.get(PeerKeys.PRIVATE_URLS));
      Desk figures =
          lookers.add(
              Desk.open(
                  home.file("desk.db"),
                  new Desk.Sources(
                      transfers::traffic,
                      transfers::limits,
                      transfers::keepLimits,
                      transfers::applyLimits,
                      grouped::view,
                      grouped::mark,
                      catalogue::search,
                      (search, results) ->
                          events.publish(
                              Event.SEARCH_HIT, Map.of("search", search, "results", results)))));
      return new DaemonBackend(
          new StatusPart(facts, settings, engine),
          grouped,
          catalogue,
          new SharesPart(shares, parts.shareRoots()),
          transfers,
          swarms,
          ears,
          figures,
          searches,
          listeners.add(new LaboratoryDesk(options.laboratory())),
          this::listening,
          HomeFolder.logFile(home.path()),
          stop);
    }

    private boolean isMoving() {
      EngineStatus now = engine.status();
      return now.downRate() + now.upRate() > 0 || fetches.isBusy();
    }

    /** Where clients of other make announce what they fetch from the group. */
    private List<String> announceAddresses() {
      // A closed group answers nobody's announce.
      return (membership.isClosed() ? List.<PeerAddress>of() : membership.addresses())
          .stream().limit(2).map(address -> "http://" + address + "/announce").toList();
    }

    private Status.Listen listening() {
      return new Status.Listen(
          StatusPart.text(engine.listenAddress()),
          StatusPart.text(new InetSocketAddress(server.address(), server.port())),
          voter.toString(),
          api == null ? "" : StatusPart.text(api.address()),
          api == null ? Optional.empty() : api.fingerprint());
    }

    private ApiServer serving() throws IOException {
      ApiToken token = ApiToken.openOrCreate(home.path());
      return ports.api(
          at ->
              ApiServer.open(
                  parts.api(at, started), token, backend, events, Optional.of(measured(token))));
    }

    /** The member port's paths, and before them what Prometheus reads. */
    private Handler measured(ApiToken token) {
      var scrapes = listeners.add(new MetricsPart(backend, fetches, engine, desk, searches));
      return new MetricsHandler(
          scrapes::text,
          Metrics.MEDIA_TYPE,
          settings.get(Keys.METRICS_OPEN),
          Set.copyOf(settings.get(Keys.API_HOSTS).list()),
          token,
          server.paths());
    }

    /** What was shared the last time, and is named again, is no mistake. */
    private void share(Path path) {
      try {
        shares.add(path);
      } catch (ShareException e) {
        if (e.code() != ShareException.Code.ALREADY_SHARED) {
          throw e;
        }
        log.debug("shared since the last time: {}", path);
      }
    }
  }
}
