package minibit.daemon.run;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.LsdView;
import minibit.daemon.api.model.Status;
import minibit.daemon.config.Settings;
import minibit.daemon.engine.Engine;

/** What the API says of this daemon itself. Any thread. */
final class StatusPart {
  /**
   * What does not change while the daemon runs.
   *
   * @param name of this daemon, for people
   * @param id member id in hexadecimal
   * @param version of the program
   * @param started when
   * @param home its folder
   * @param lanTrusted whether others than this machine reach the member and Raft ports
   */
  record Facts(
      String name, String id, String version, Instant started, Path home, boolean lanTrusted) {}

  private final Facts facts;
  private final Settings settings;
  private final Engine engine;
  private final long begun = System.nanoTime();

  StatusPart(Facts facts, Settings settings, Engine engine) {
    this.facts = facts;
    this.settings = settings;
    this.engine = engine;
  }

  /** This daemon's name. */
  String name() {
    return facts.name();
  }

  Status status(
      Status.Listen listen, GroupView group, Status.Shares shares, Status.Transfers transfers) {
    List<String> warnings = new ArrayList<>();
    if (facts.lanTrusted && !group.closed()) {
      warnings.add("until the group is closed, the member and Raft ports trust the LAN");
    }
    if (facts.lanTrusted && group.closed()) {
      warnings.add(
          "the group is closed, its peer port is not: it serves whoever knows a file's info-hash");
    }
    return new Status(
        facts.name,
        facts.id,
        facts.version,
        facts.started,
        Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0,
        ProcessHandle.current().pid(),
        facts.home.toString(),
        listen,
        group,
        shares,
        transfers,
        CacheViews.of(engine.cacheStats(Status.MAX_WANTED)),
        DhtViews.of(engine.dht()),
        lsd(),
        warnings);
  }

  private LsdView lsd() {
    return engine
        .lsd()
        .map(it -> new LsdView(true, engine.lsdAdapters(), it.torrents(), it.found()))
        .orElse(LsdView.OFF);
  }

  ConfigList config() {
    return Configuration.list(settings, facts.home);
  }

  /** An address as people and clients read it. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String shown = address.getAddress().isAnyLocalAddress() ? "*" : host;
    return (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + address.getPort();
  }
}
