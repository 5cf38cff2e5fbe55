package minibit.daemon.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import minibit.group.GroupSettings;

/** Every setting there is. The order is that of the settings file. */
public final class Keys {
  private static final GroupSettings LAN = GroupSettings.DEFAULTS;

  // ---- [daemon]

  public static final Setting<String> NAME =
      new Setting<>(
          "daemon.name",
          new Kind.Text(64),
          "",
          "How people see this daemon in lists. Empty: the machine's name.");

  public static final Setting<String> DOWNLOADS =
      new Setting<>(
          "daemon.downloads",
          new Kind.Text(4096),
          "downloads",
          "Where fetched files land and are shared from. A relative path begins at the home.");

  // ---- [listen]

  public static final Setting<ListenAt> LISTEN_PEER =
      new Setting<>(
          "listen.peer",
          new Kind.Address(),
          ListenAt.AUTO,
          "BitTorrent. auto: every interface, 6881 or the next free port, kept over restarts.");

  public static final Setting<ListenAt> LISTEN_MEMBER =
      new Setting<>(
          "listen.member",
          new Kind.Address(),
          ListenAt.AUTO,
          "Messages between members, announces of other clients. auto: every interface, a free port"
              + " kept over restarts.");

  public static final Setting<ListenAt> LISTEN_RAFT =
      new Setting<>(
          "listen.raft",
          new Kind.Address(),
          ListenAt.AUTO,
          "Votes and the log, between voters only. auto: the interface of the LAN, a free port kept"
              + " over restarts.");

  public static final Setting<ListenAt> LISTEN_API =
      new Setting<>(
          "listen.api",
          new Kind.Address(),
          ListenAt.AUTO,
          "Commands and programs, by token. auto: 127.0.0.1, a free port kept over restarts."
              + " Beyond loopback it speaks TLS, with a certificate of its own if none is given.");

  public static final Setting<String> API_CERTIFICATE =
      new Setting<>(
          "listen.api-certificate",
          new Kind.Text(4096),
          "",
          "File of the API's certificate in PEM, and of those that vouch for it; then the API speaks"
              + " TLS. A relative path begins at the home.");

  public static final Setting<String> API_KEY =
      new Setting<>(
          "listen.api-key",
          new Kind.Text(4096),
          "",
          "File of the certificate's key in PEM: PKCS#8, not encrypted. A relative path begins at"
              + " the home.");

  public static final Setting<Words> API_HOSTS =
      new Setting<>(
          "listen.api-hosts",
          new Kind.Texts(32),
          Words.NONE,
          "Names and addresses that the API answers to, beside those of loopback and of the"
              + " interface: without ports, or pages of other names could act for their visitors.");

  // ---- [discovery]

  public static final Setting<Boolean> MULTICAST =
      new Setting<>(
          "discovery.multicast",
          new Kind.Switch(),
          true,
          "Whether daemons of the LAN find each other by themselves.");

  public static final Setting<Words> JOIN =
      new Setting<>(
          "discovery.join",
          new Kind.Texts(16),
          Words.NONE,
          "HOST:PORT of members to ask first, or an invite link. With one, a daemon never founds a"
              + " group.");

  // ---- [group]

  public static final Setting<String> GROUP =
      new Setting<>(
          "group.name",
          new Kind.Text(64),
          "minibit",
          "The group to look for, and to found when there is none.");

  public static final Setting<String> PROFILE =
      new Setting<>(
          "group.profile",
          new Kind.Choice(List.of("lan", "wan")),
          "lan",
          "Which set of defaults the intervals of this section have. wan: everything that waits for"
              + " a packet waits two to five times as long, for members a tenth of a second apart.");

  public static final Setting<Duration> HEARTBEAT =
      Setting.time(
          "group.heartbeat",
          LAN.heartbeat(),
          100,
          60_000,
          "How often the tracker speaks to every member. Each beat is a small message to each.");

  public static final Setting<Duration> DETECT_MIN =
      Setting.time(
          "group.detect-min",
          LAN.detectMin(),
          200,
          600_000,
          "How long a member waits for a heartbeat, at least, before it asks the voters: one lost"
              + " beat alone is no reason.");

  public static final Setting<Duration> DETECT_MAX =
      Setting.time(
          "group.detect-max",
          LAN.detectMax(),
          200,
          600_000,
          "The same at most. Each wait is drawn between the two, so that not all ask at once.");

  public static final Setting<Duration> ELECTION_MIN =
      Setting.time(
          "group.election-min",
          LAN.electionMin(),
          50,
          60_000,
          "How long a voter waits for the tracker, at least, before it stands for election. Shorter"
              + " finds a dead tracker sooner, and takes a pause of the machine for a death.");

  public static final Setting<Duration> ELECTION_MAX =
      Setting.time(
          "group.election-max",
          LAN.electionMax(),
          50,
          60_000,
          "The same at most. The wider the span, the rarer a split vote, and the later a dead"
              + " tracker is found: a voter looks when a wait is over, and waits again if it heard"
              + " from the tracker meanwhile.");

  public static final Setting<Duration> LEASE =
      Setting.time(
          "group.lease",
          LAN.lease(),
          1_000,
          3_600_000,
          "How long a member that is not heard keeps its place in lists and searches. Fifteen"
              + " heartbeats: a lost packet hides nobody.");

  public static final Setting<Duration> REPORT =
      Setting.time(
          "group.report",
          LAN.report(),
          500,
          600_000,
          "How often a running download reports its pieces, at most.");

  public static final Setting<Duration> LISTEN_MIN =
      Setting.time(
          "group.listen-min",
          LAN.listenMin(),
          100,
          60_000,
          "How long a daemon without a group listens, at least, before it founds one.");

  public static final Setting<Duration> LISTEN_MAX =
      Setting.time(
          "group.listen-max",
          LAN.listenMax(),
          100,
          60_000,
          "The same at most. Drawn, so that of daemons started together one is first.");

  public static final Setting<String> VOTERS =
      new Setting<>(
          "group.voters",
          new Kind.Choice(List.of("1", "3", "5")),
          Integer.toString(LAN.voters()),
          "How many members vote in a group that is large enough. Five survive two deaths; an even"
              + " number survives no more than the odd one below it.");

  public static final Setting<Duration> VOTER_SILENCE =
      Setting.time(
          "group.voter-silence",
          LAN.voterSilence(),
          1_000,
          3_600_000,
          "How long a voter is silent before another member takes its place: a restart is shorter."
              + " One in trouble with its disk or port tries again as often.");

  public static final Setting<Duration> MEMORY =
      Setting.time(
          "group.memory",
          LAN.memory(),
          60_000,
          365L * 86_400_000,
          "How long the records of a member that is away are kept, so that it need not register"
              + " everything again, in time that a tracker was in office. A closed group keeps"
              + " them until somebody forgets the member.");

  public static final Setting<Integer> SNAPSHOT_EVERY =
      new Setting<>(
          "group.snapshot-every",
          new Quantity.Whole(16, 1_000_000),
          LAN.snapshotEvery(),
          "Log entries between two snapshots of the catalogue: fewer make a restart quicker, and"
              + " write more.");

  // ---- [shares]

  public static final Setting<Duration> RESCAN =
      Setting.time(
          "shares.rescan",
          Duration.ofMinutes(10),
          5_000,
          30L * 86_400_000,
          "How often shares are looked through, besides what the system tells of changes: network"
              + " drives tell nothing.");

  public static final Setting<Integer> HASHING_THREADS =
      new Setting<>(
          "shares.hashing-threads",
          new Quantity.Whole(0, 256),
          0,
          "How many files are hashed at once; half while transfers run. 0: one a core.");

  public static final Setting<Words> IGNORE =
      new Setting<>(
          "shares.ignore",
          new Kind.Texts(256),
          Words.NONE,
          "Patterns of files and folders to leave out, such as *.bak or node_modules. Hidden and"
              + " temporary files are always left out.");

  public static final Setting<Words> SHARE_ROOTS =
      new Setting<>(
          "share.roots",
          new Kind.Texts(32),
          Words.NONE,
          "Folders that the page may look through for something to share, besides those that are"
              + " shared. Empty: the home folder of the daemon's user.");

  // ---- [cache]

  public static final Setting<Long> CACHE_SIZE =
      new Setting<>(
          "cache.size",
          new Quantity.Bytes(0, 64L << 30),
          64L << 20,
          "Bytes of the most wanted blocks kept in memory, at least 4 MiB; 0: none. Only what the"
              + " disk is slow to give is kept, so a quick disk leaves this unused.");

  // ---- [metrics]

  public static final Setting<Boolean> METRICS_OPEN =
      new Setting<>(
          "metrics.open",
          new Kind.Switch(),
          false,
          "Whether /metrics on the API port answers without the token: numbers only, but they tell"
              + " how much this daemon fetches and serves.");

  // ---- [log]

  public static final Setting<Long> LOG_SIZE =
      new Setting<>(
          "log.file-size",
          new Quantity.Bytes(64 << 10, 1L << 30),
          4L << 20,
          "The log begins a new file beyond this.");

  public static final Setting<Integer> LOG_FILES =
      new Setting<>(
          "log.files", new Quantity.Whole(1, 100), 5, "Older log files that are kept, compressed.");

  public static final Setting<String> LOG_LEVEL =
      new Setting<>(
          "log.level",
          new Kind.Choice(List.of("error", "warn", "info", "debug")),
          "info",
          "What is written: debug adds why pieces were picked and peers unchoked.");

  /** All of them. */
  public static final List<Setting<?>> ALL =
      List.of(
          NAME,
          DOWNLOADS,
          LISTEN_PEER,
          LISTEN_MEMBER,
          LISTEN_RAFT,
          LISTEN_API,
          API_CERTIFICATE,
          API_KEY,
          API_HOSTS,
          MULTICAST,
          JOIN,
          GROUP,
          PROFILE,
          HEARTBEAT,
          DETECT_MIN,
          DETECT_MAX,
          ELECTION_MIN,
          ELECTION_MAX,
          LEASE,
          REPORT,
          LISTEN_MIN,
          LISTEN_MAX,
          VOTERS,
          VOTER_SILENCE,
          MEMORY,
          SNAPSHOT_EVERY,
          RESCAN,
          HASHING_THREADS,
          IGNORE,
          SHARE_ROOTS,
          PeerKeys.LIMIT_UP,
          PeerKeys.LIMIT_DOWN,
          PeerKeys.WEB_SEEDS,
          PeerKeys.ASK_HOLDERS,
          PeerKeys.PRIVATE_URLS,
          PeerKeys.CONNECTIONS,
          PeerKeys.CONNECTIONS_TORRENT,
          PeerKeys.CONNECTING,
          PeerKeys.ENCRYPTION,
          PeerKeys.UTP,
          PeerKeys.LOOPS,
          PeerKeys.DISK_CAP,
          PeerKeys.DHT,
          PeerKeys.DHT_ROUTERS,
          PeerKeys.DHT_READ_ONLY,
          PeerKeys.LSD,
          CACHE_SIZE,
          METRICS_OPEN,
          LOG_SIZE,
          LOG_FILES,
          LOG_LEVEL);

  private Keys() {}

  /** The setting of this key. */
  public static Optional<Setting<?>> named(String key) {
    return ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }
}
