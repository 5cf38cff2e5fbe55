package minibit.sim.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent;
import minibit.core.swarm.SwarmSettings;

/**
 * Hosts, the network between them and virtual time. One seed gives one history: every message at
 * the same time, on every machine. One thread.
 */
public final class World {
  static final InfoHashes HASHES = InfoHashes.v1(InfoHash.ofHex("51".repeat(20)));

  /** Between announces of who knows enough peers. */
  static final Duration ANNOUNCE = Duration.ofMinutes(30);

  /** Between announces of who does not. */
  static final Duration HUNGRY_ANNOUNCE = Duration.ofSeconds(60);

  /** After an announce that nobody answered. */
  static final Duration RETRY_ANNOUNCE = Duration.ofSeconds(15);

  private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();

  /** After so many samples they are taken half as often, so that long runs stay small. */
  private static final int SAMPLES_PER_PACE = 200;

  private final Surroundings around;
  private final Borders borders;
  private final Timeline timeline = new Timeline();
  private final long hop;
  private final Geometry geometry;
  private final SwarmSettings settings;
  private final SplittableRandom random;
  private final SimTracker tracker;
  private final Traffic traffic = new Traffic();
  private final TraceDigest digest = new TraceDigest();
  private final Checks checks = new Checks(this);
  private final Loop loop = new Loop(this);
  private final List<Host> hosts = new ArrayList<>();
  private final Map<PeerAddress, Host> byAddress = new LinkedHashMap<>();
  private final List<Channel> everyChannel = new ArrayList<>();
  private final int[] copies;
  private final List<Sample> samples = new ArrayList<>();
  private Consumer<Host> onCompleted = host -> {};
  private long samplePace = SAMPLE_NANOS;
  private Optional<Duration> firstCopy = Optional.empty();
  private int piecesOut;
  private long verified;
  private long keys;

  /**
   * An empty world.
   *
   * @param hop time that an event takes from a host's loops to its swarm, and an effect back: with
   *     none, loops and swarm act as one; with some, they may pass each other, as in the daemon
   */
  public World(long seed, Geometry geometry, SwarmSettings settings, Duration hop) {
    this(seed, geometry, settings, hop, Surroundings.PLAIN);
  }

  /** The same in some surroundings. */
  public World(
      long seed, Geometry geometry, SwarmSettings settings, Duration hop, Surroundings around) {
    this.around = around;
    this.borders = new Borders(around);
    this.hop = hop.toNanos();
    this.geometry = geometry;
    this.settings = settings;
    this.random = new SplittableRandom(seed);
    this.tracker = new SimTracker(random.split(), around.local());
    this.copies = new int[geometry.pieces()];
    timeline.after(SAMPLE_NANOS, this::sample);
  }

  /** A host that comes after this long. */
  public Host join(HostSpec spec, Duration after) {
    Host host = new Host(this, hosts.size(), spec, random.split());
    hosts.add(host);
    byAddress.put(host.address(), host);
    timeline.after(after.toNanos(), host::start);
    return host;
  }

  /** Lets something happen at a time, counted from the beginning. */
  public void at(Duration time, Runnable action) {
    timeline.at(time.toNanos(), action);
  }

  /** Who is told when a host has every piece. */
  public void onCompleted(Consumer<Host> listener) {
    onCompleted = listener;
  }

  /** Chance for a scenario's own use. */
  public SplittableRandom chance() {
    return random.split();
  }

  /**
   * Lets time pass until this holds, or the limit is reached.
   *
   * @return whether it held
   */
  public boolean runUntil(BooleanSupplier done, Duration limit) {
    while (!done.getAsBoolean()) {
      if (!timeline.step(limit.toNanos())) {
        return false;
      }
    }
    hosts.stream().filter(Host::isUp).forEach(checks::audit);
    checks.books();
    return true;
  }

  /** Time passed since the beginning. */
  public Duration elapsed() {
    return timeline.elapsed();
  }

  /** The hosts in the order they were made. */
  public List<Host> hosts() {
    return Collections.unmodifiableList(hosts);
  }

  /** The books of all traffic. */
  public Traffic traffic() {
    return traffic;
  }

  /** How the torrent is cut. */
  public Geometry geometry() {
    return geometry;
  }

  /** Pieces that some host fetched: all of them are out once this is the torrent's number. */
  public int piecesOut() {
    return piecesOut;
  }

  /** When every piece had been fetched by somebody. */
  public Optional<Duration> firstCopy() {
    return firstCopy;
  }

  /** Pieces that hosts fetched and verified, all together. */
  public long verifiedPieces() {
    return verified;
  }

  /** How much there was to trade, from time to time. */
  public List<Sample> samples() {
    return Collections.unmodifiableList(samples);
  }

  /** What crossed between sites. */
  public Borders borders() {
    return borders;
  }

  /** The history in one number. */
  public String digestHex() {
    return digest.hex();
  }

  Timeline timeline() {
    return timeline;
  }

  /** Nanoseconds between a host's loops and its swarm. */
  long hop() {
    return hop;
  }

  SwarmSettings settings() {
    return settings;
  }

  SimTracker tracker() {
    return tracker;
  }

  TraceDigest digest() {
    return digest;
  }

  Checks checks() {
    return checks;
  }

  /** What every host's connections run on. */
  Loop loop() {
    return loop;
  }

  boolean isTrackerAway() {
    return around.isTrackerAway(timeline.now() / 1e9);
  }

  void completed(Host host) {
    onCompleted.accept(host);
  }

  void gained(int piece) {
    verified++;
    if (copies[piece]++ == 0 && ++piecesOut == geometry.pieces()) {
      firstCopy = Optional.of(elapsed());
    }
  }

  /** Connecting takes a round trip and the handshakes another. */
  void dial(Host from, PeerAddress to) {
    Host target = byAddress.get(to);
    long oneWay =
        target == null
            ? from.spec().latency().toNanos()
            : from.spec().latency().plus(target.spec().latency()).toNanos();
    timeline.after(
        3 * oneWay,
        () -> {
          if (target == null || target == from || !target.accepts(from) || !from.isUp()) {
            timeline.after(oneWay, () -> from.tell(new SwarmEvent.ConnectFailed(to)));
          } else {
            connect(from, target, oneWay);
          }
        });
  }

  private void connect(Host from, Host target, long oneWay) {
    Channel ours = new Channel(this, from, target, new PeerKey(keys++));
    Channel theirs = new Channel(this, target, from, new PeerKey(keys++));
    Channel.join(ours, theirs);
    everyChannel.add(ours);
    everyChannel.add(theirs);
    // From the accepting end a source port is seen, not the one the dialler listens at.
    PeerAddress source = from.address().withPort(20_000 + (int) (ours.key.number() % 40_000));
    timeline.after(
        oneWay,
        () -> {
          if (from.isUp() && !ours.isClosed()) {
            from.opened(ours);
            from.tell(
                new SwarmEvent.Connected(
                    ours.key, target.address(), true, target.handshake(), false));
          } else {
            ours.close();
            hangUp(ours);
          }
        });
    target.opened(theirs);
    target.tell(new SwarmEvent.Connected(theirs.key, source, false, from.handshake(), false));
  }

  /** One end closed: the other learns of it a little later. */
  void hangUp(Channel closed) {
    Channel other = closed.other();
    timeline.after(closed.oneWay(), () -> other.host.hungUp(other));
  }

  long bytesUnderWay() {
    long bytes = 0;
    for (Channel channel : everyChannel) {
      bytes += channel.bytesUnderWay();
    }
    return bytes;
  }

  private void sample() {
    samples.add(Sample.of(timeline.now() / 1e9, hosts));
    if (samples.size() % SAMPLES_PER_PACE == 0) {
      samplePace *= 2;
    }
    timeline.after(samplePace, this::sample);
  }
}
