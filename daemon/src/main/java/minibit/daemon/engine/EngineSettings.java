package minibit.daemon.engine;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.UtpPolicy;
import minibit.daemon.cache.BlockCache;
import minibit.daemon.dht.DhtConfig;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.net.Timeouts;
import minibit.daemon.trace.WireTrace;
import minibit.daemon.webseed.WebSeedSettings;

/**
 * How an engine runs: read once when it opens.
 *
 * @param listen where to listen, port 0 for any free one; empty: all interfaces, the first free
 *     port from {@link #FIRST_PORT}
 * @param loops threads that serve the connections
 * @param maxConnections live peers of all torrents
 * @param maxPeersPerTorrent live peers of one torrent
 * @param maxConnecting connections that may dial at one time; as many may have come in and not
 *     shaken hands yet
 * @param limits of all torrents together
 * @param home folder for resume data; empty: none is kept
 * @param seed of all chance in the engine; empty: drawn from the system
 * @param diskCap bytes received that may wait for the disk; then reading pauses
 * @param socketBuffer bytes of each socket's buffers; empty: the system tunes them, which is better
 *     almost everywhere
 * @param inlineWrites whether blocks are written by the connection's own loop while the disk is
 *     quick, instead of by the disk pool
 * @param forceAfter how long after a piece was verified the files are forced to the disk, so that
 *     it need not be read again after the machine restarted; empty: never, as for short commands,
 *     whose end would wait for the disk
 * @param cacheSize bytes of the most wanted blocks that are kept in memory; 0: none are
 * @param timeouts how long connections may keep us waiting
 * @param encryption whether connections may, should or must be encrypted
 * @param utp whether connections may, should or must go over uTP
 * @param trace is told every message
 * @param webSeeds which web servers may be asked for content (BEP 19)
 * @param finder who is asked for torrents that are not running when a peer wants them
 * @param dht how our node of the DHT runs; empty: there is none
 * @param lsd whether neighbours on the own network are told and heard (BEP 14)
 */
public record EngineSettings(
    Optional<InetSocketAddress> listen,
    int loops,
    int maxConnections,
    int maxPeersPerTorrent,
    int maxConnecting,
    RateLimits limits,
    Optional<Path> home,
    OptionalLong seed,
    int diskCap,
    OptionalInt socketBuffer,
    boolean inlineWrites,
    Optional<Duration> forceAfter,
    long cacheSize,
    Timeouts timeouts,
    EncryptionPolicy encryption,
    UtpPolicy utp,
    WireTrace trace,
    WebSeedSettings webSeeds,
    FinderSettings finder,
    Optional<DhtConfig> dht,
    boolean lsd) {

  /** The port that is tried first when none is asked for, and how many after it. */
  public static final int FIRST_PORT = 6881;

  /** How many ports from {@link #FIRST_PORT} on are tried. */
  public static final int PORTS_TRIED = 100;

  /** Below this a few 1 MiB receive buffers would not fit. */
  public static final int MIN_DISK_CAP = 4 << 20;

  /** Refuses numbers that cannot work. */
  public EngineSettings {
    if (loops < 1 || maxConnections < 1 || maxPeersPerTorrent < 1 || maxConnecting < 1) {
      throw new IllegalArgumentException("loops and limits of connections are at least 1");
    }
    if (diskCap < MIN_DISK_CAP) {
      throw new IllegalArgumentException("disk cap below " + MIN_DISK_CAP + ": " + diskCap);
    }
    if (cacheSize != 0 && cacheSize < BlockCache.LEAST) {
      throw new IllegalArgumentException("cache below " + BlockCache.LEAST + ": " + cacheSize);
    }
  }

  /**
   * A loop a core, 500 connections, 64 MiB waiting for disk, no cache, no limits, no home, no
   * finder, no DHT, no neighbours, no web seeds, no uTP; encryption for those who want it.
   */
  public static EngineSettings defaults() {
    return new EngineSettings(
        Optional.empty(),
        Runtime.getRuntime().availableProcessors(),
        500,
        200,
        64,
        RateLimits.NONE,
        Optional.empty(),
        OptionalLong.empty(),
        64 << 20,
        OptionalInt.empty(),
        false,
        Optional.empty(),
        0,
        Timeouts.DEFAULTS,
        EncryptionPolicy.ALLOWED,
        UtpPolicy.OFF,
        WireTrace.NONE,
        WebSeedSettings.OFF,
        FinderSettings.NONE,
        Optional.empty(),
        false);
  }

  /** Where outgoing connections and announces come from: the address one listens on. */
  SourceAddress source() {
    return listen.map(SourceAddress::of).orElse(SourceAddress.ANY);
  }

  private EngineSettings with(Consumer<Change> change) {
    Change changed = new Change(this);
    change.accept(changed);
    return changed.settings();
  }

  /** The same, listening there. */
  public EngineSettings withListen(InetSocketAddress address) {
    return with(change -> change.listen = Optional.of(address));
  }

  /** The same with that many loops. */
  public EngineSettings withLoops(int number) {
    return with(change -> change.loops = number);
  }

  /** The same with other limits of connections. */
  public EngineSettings withConnections(int all, int perTorrent, int connecting) {
    return with(
        change -> {
          change.maxConnections = all;
          change.maxPeersPerTorrent = perTorrent;
          change.maxConnecting = connecting;
        });
  }

  /** The same with rate limits. */
  public EngineSettings withLimits(RateLimits other) {
    return with(change -> change.limits = other);
  }

  /** The same, keeping resume data there. */
  public EngineSettings withHome(Path folder) {
    return with(change -> change.home = Optional.of(folder));
  }

  /** The same with all chance fixed. */
  public EngineSettings withSeed(long number) {
    return with(change -> change.seed = OptionalLong.of(number));
  }

  /** The same with another cap of bytes waiting for disk. */
  public EngineSettings withDiskCap(int bytes) {
    return with(change -> change.diskCap = bytes);
  }

  /** The same, writing on the loops or never. */
  public EngineSettings withInlineWrites(boolean inline) {
    return with(change -> change.inlineWrites = inline);
  }

  /** The same, forcing what was verified to the disk so long afterwards. */
  public EngineSettings withForceAfter(Duration time) {
    return with(change -> change.forceAfter = Optional.of(time));
  }

  /** The same, keeping so many bytes of the most wanted blocks; 0: none. */
  public EngineSettings withCacheSize(long bytes) {
    return with(change -> change.cacheSize = bytes);
  }

  /** The same with other patience. */
  public EngineSettings withTimeouts(Timeouts other) {
    return with(change -> change.timeouts = other);
  }

  /** The same with another wish for encryption. */
  public EngineSettings withEncryption(EncryptionPolicy other) {
    return with(change -> change.encryption = other);
  }

  /** The same with another wish for uTP. */
  public EngineSettings withUtp(UtpPolicy other) {
    return with(change -> change.utp = other);
  }

  /** The same, telling every message to a trace; who made the trace closes it. */
  public EngineSettings withTrace(WireTrace other) {
    return with(change -> change.trace = other);
  }

  /** The same, asking such web servers. */
  public EngineSettings withWebSeeds(WebSeedSettings other) {
    return with(change -> change.webSeeds = other);
  }

  /** The same, asking this finder for torrents that are not running. */
  public EngineSettings withFinder(TorrentFinder finder) {
    return withFinder(FinderSettings.of(finder));
  }

  /** The same with a finder and its limits. */
  public EngineSettings withFinder(FinderSettings other) {
    return with(change -> change.finder = other);
  }

  /** The same with a node of the DHT. */
  public EngineSettings withDht(DhtConfig config) {
    return with(change -> change.dht = Optional.of(config));
  }

  /** The same, telling neighbours on the own network and hearing them. */
  public EngineSettings withLsd() {
    return with(change -> change.lsd = true);
  }

  /** Settings while one of them is changed. */
  private static final class Change {
    private Optional<InetSocketAddress> listen;
    private int loops;
    private int maxConnections;
    private int maxPeersPerTorrent;
    private int maxConnecting;
    private RateLimits limits;
    private Optional<Path> home;
    private OptionalLong seed;
    private int diskCap;
    private final OptionalInt socketBuffer;
    private boolean inlineWrites;
    private Optional<Duration> forceAfter;
    private long cacheSize;
    private Timeouts timeouts;
    private EncryptionPolicy encryption;
    private UtpPolicy utp;
    private WireTrace trace;
    private WebSeedSettings webSeeds;
    private FinderSettings finder;
    private Optional<DhtConfig> dht;
    private boolean lsd;

    Change(EngineSettings from) {
      listen = from.listen;
      loops = from.loops;
      maxConnections = from.maxConnections;
      maxPeersPerTorrent = from.maxPeersPerTorrent;
      maxConnecting = from.maxConnecting;
      limits = from.limits;
      home = from.home;
      seed = from.seed;
      diskCap = from.diskCap;
      socketBuffer = from.socketBuffer;
      inlineWrites = from.inlineWrites;
      forceAfter = from.forceAfter;
      cacheSize = from.cacheSize;
      timeouts = from.timeouts;
      encryption = from.encryption;
      utp = from.utp;
      trace = from.trace;
      webSeeds = from.webSeeds;
      finder = from.finder;
      dht = from.dht;
      lsd = from.lsd;
    }

    EngineSettings settings() {
      return new EngineSettings(
          listen,
          loops,
          maxConnections,
          maxPeersPerTorrent,
          maxConnecting,
          limits,
          home,
          seed,
          diskCap,
          socketBuffer,
          inlineWrites,
          forceAfter,
          cacheSize,
          timeouts,
          encryption,
          utp,
          trace,
          webSeeds,
          finder,
          dht,
          lsd);
    }
  }
}
