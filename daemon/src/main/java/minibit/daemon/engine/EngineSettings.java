package minibit.daemon.engine;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.net.Timeouts;
import minibit.daemon.trace.WireTrace;

/**
 * How an engine runs: read once when it opens.
 *
 * @param listen where to listen, port 0 for any free one; empty: all interfaces, the first free
 *     port from {@link #FIRST_PORT}
 * @param loops threads that serve the connections
 * @param maxConnections live peers of all torrents
 * @param maxPeersPerTorrent live peers of one torrent
 * @param maxConnecting connections that may dial or shake hands at one time
 * @param limits of all torrents together
 * @param home folder for resume data; empty: none is kept
 * @param seed of all chance in the engine; empty: drawn from the system
 * @param diskCap bytes received that may wait for the disk; then reading pauses
 * @param socketBuffer bytes of each socket's buffers; empty: the system tunes them, which is better
 *     almost everywhere
 * @param inlineWrites whether blocks are written by the connection's own loop while the disk is
 *     quick, instead of by the disk pool
 * @param timeouts how long connections may keep us waiting
 * @param trace is told every message
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
    Timeouts timeouts,
    WireTrace trace) {

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
  }

  /** A loop a core, 500 connections, 64 MiB waiting for disk, no limits, no home. */
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
        Timeouts.DEFAULTS,
        WireTrace.NONE);
  }

  /** Where outgoing connections and announces come from: the address one listens on. */
  SourceAddress source() {
    return listen.map(SourceAddress::of).orElse(SourceAddress.ANY);
  }

  /** The same, listening there. */
  public EngineSettings withListen(InetSocketAddress address) {
    return new EngineSettings(
        Optional.of(address),
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
        timeouts,
        trace);
  }

  /** The same with that many loops. */
  public EngineSettings withLoops(int number) {
    return new EngineSettings(
        listen,
        number,
        maxConnections,
        maxPeersPerTorrent,
        maxConnecting,
        limits,
        home,
        seed,
        diskCap,
        socketBuffer,
        inlineWrites,
        timeouts,
        trace);
  }

  /** The same with other limits of connections. */
  public EngineSettings withConnections(int all, int perTorrent, int connecting) {
    return new EngineSettings(
        listen,
        loops,
        all,
        perTorrent,
        connecting,
        limits,
        home,
        seed,
        diskCap,
        socketBuffer,
        inlineWrites,
        timeouts,
        trace);
  }

  /** The same with rate limits. */
  public EngineSettings withLimits(RateLimits other) {
    return new EngineSettings(
        listen,
        loops,
        maxConnections,
        maxPeersPerTorrent,
        maxConnecting,
        other,
        home,
        seed,
        diskCap,
        socketBuffer,
        inlineWrites,
        timeouts,
        trace);
  }

  /** The same, keeping resume data there. */
  public EngineSettings withHome(Path folder) {
    return new EngineSettings(
        listen,
        loops,
        maxConnections,
        maxPeersPerTorrent,
        maxConnecting,
        limits,
        Optional.of(folder),
        seed,
        diskCap,
        socketBuffer,
        inlineWrites,
        timeouts,
        trace);
  }

  /** The same with all chance fixed. */
  public EngineSettings withSeed(long number) {
    return new EngineSettings(
        listen,
        loops,
        maxConnections,
        maxPeersPerTorrent,
        maxConnecting,
        limits,
        home,
        OptionalLong.of(number),
        diskCap,
        socketBuffer,
        inlineWrites,
        timeouts,
        trace);
  }

  /** The same with another cap of bytes waiting for disk. */
  public EngineSettings withDiskCap(int bytes) {
    return new EngineSettings(
        listen,
        loops,
        maxConnections,
        maxPeersPerTorrent,
        maxConnecting,
        limits,
        home,
        seed,
        bytes,
        socketBuffer,
        inlineWrites,
        timeouts,
        trace);
  }

  /** The same, writing on the loops or never. */
  public EngineSettings withInlineWrites(boolean inline) {
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
        inline,
        timeouts,
        trace);
  }

  /** The same with other patience. */
  public EngineSettings withTimeouts(Timeouts other) {
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
        other,
        trace);
  }

  /** The same, telling every message to a trace; who made the trace closes it. */
  public EngineSettings withTrace(WireTrace other) {
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
        timeouts,
        other);
  }
}
