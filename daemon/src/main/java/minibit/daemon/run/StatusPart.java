package minibit.daemon.run;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import minibit.core.dht.DhtStatus;
import minibit.daemon.api.model.ConfigList;
import minibit.daemon.api.model.GroupView;
import minibit.daemon.api.model.Status;
import minibit.daemon.cache.CacheStats;
import minibit.daemon.config.Settings;

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
  private final Supplier<CacheStats> cache;
  private final Supplier<Optional<DhtStatus>> dht;
  private final long begun = System.nanoTime();

  StatusPart(
      Facts facts,
      Settings settings,
      Supplier<CacheStats> cache,
      Supplier<Optional<DhtStatus>> dht) {
    this.facts = facts;
    this.cache = cache;
    this.dht = dht;
    this.settings = settings;
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
        CacheViews.of(cache.get()),
        DhtViews.of(dht.get()),
        warnings);
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
