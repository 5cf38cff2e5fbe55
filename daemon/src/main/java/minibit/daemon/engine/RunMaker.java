package minibit.daemon.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.swarm.Swarm;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.net.TokenBucket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of one torrent, all under the same limits and gauges and with the same guard. Any
 * thread.
 */
final class RunMaker {
  private static final Logger LOG = LoggerFactory.getLogger(RunMaker.class);

  private final Host host;
  private final TorrentSpec spec;
  private final SwarmMaker swarms;
  private final Gauges gauges;
  private final SwarmRun.Surroundings surroundings;
  private final TokenBucket downLimit;
  private final TokenBucket upLimit;
  private volatile ContentGuard guard;

  RunMaker(Host host, TorrentSpec spec, Gauges gauges, SwarmRun.Surroundings surroundings) {
    this.host = host;
    this.spec = spec;
    this.swarms = new SwarmMaker(host);
    this.gauges = gauges;
    this.surroundings = surroundings;
    this.downLimit = new TokenBucket(spec.limits().down(), System.nanoTime());
    this.upLimit = new TokenBucket(spec.limits().up(), System.nanoTime());
    this.guard = spec.guard();
  }

  /** A run, the swarm that decides in it, and who drives that. */
  record Made(SwarmRun run, Swarm swarm, SwarmActor<Swarm> actor) {}

  void limit(RateLimits limits) {
    downLimit.setRate(limits.down());
    upLimit.setRate(limits.up());
  }

  void guard(ContentGuard other) {
    guard = other;
  }

  /** Asked after every read of what is sent, so it follows a change of the guard. */
  boolean isUnchanged() {
    return guard.isUnchanged();
  }

  private final class Guarded implements BlockLoader.Watched {
    @Override
    public boolean isGuarded() {
      return guard != ContentGuard.NONE;
    }

    @Override
    public boolean isUnchanged() {
      return RunMaker.this.isUnchanged();
    }
  }

  PeerId newPeerId() {
    return PeerId.random(host.random().get());
  }

  /** A run that has no metadata yet. */
  SwarmRun bare(InfoHashes hashes, PeerId ourId) {
    return new SwarmRun(frame(hashes, ourId, spec.dht()), null, surroundings);
  }

  /** A run over open files. */
  Made of(TorrentFiles opened, Wishes wishes, PeerId ourId) {
    var geometry = opened.metainfo().geometry();
    PieceNews news = new PieceNews(opened, gauges, surroundings);
    var assembler =
        new PieceAssembler(
            geometry,
            opened.hashes(),
            opened.storage(),
            opened.log(),
            opened.device().backlog(),
            opened.device().disk(),
            opened.device().hashers(),
            host.settings().inlineWrites(),
            opened.have(),
            news);
    var loader =
        new BlockLoader(
            geometry,
            opened.storage(),
            opened.cached().orElse(null),
            new Guarded(),
            opened.device().room(),
            opened.device().disk(),
            host.control());
    var web =
        new WebFetching(
            host.webSeeds(),
            host.receivePool(),
            opened.metainfo(),
            Set.copyOf(spec.userWebSeeds()));
    SwarmRun run =
        new SwarmRun(
            frame(opened.metainfo().hashes(), ourId, spec.dht() && !opened.metainfo().isPrivate()),
            new SwarmRun.Content(
                assembler, loader, opened.have(), geometry, web, host.random().get().nextLong()),
            surroundings);
    news.tell(run);
    Swarm swarm = swarms.swarm(opened, wishes, run, ourId);
    return new Made(run, swarm, swarms.drive(swarm, run, fault -> broken(run, fault)));
  }

  private SwarmRun.Frame frame(InfoHashes hashes, PeerId ourId, boolean dht) {
    return new SwarmRun.Frame(
        hashes,
        ourId,
        List.of(host.down(), downLimit),
        List.of(host.up(), upLimit),
        gauges.down(),
        gauges.up(),
        gauges.wasted(),
        host.settings().trace(),
        dht ? host.dht() : Optional.empty());
  }

  /** A fault of ours stops this torrent alone. */
  void broken(SwarmRun run, Throwable fault) {
    LOG.error("the swarm of {} is broken and stops", run.hashes(), fault);
    surroundings.failed(run, "internal", Sentence.plain(String.valueOf(fault)));
  }
}
