package minibit.daemon.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.Swarm;
import minibit.core.swarm.SwarmStatus;

/**
 * Puts a torrent's status together, and remembers what must outlive its runs: who gave and took
 * before a pause. Any thread.
 */
final class StatusReport {
  /** How long a status waits for a busy swarm. */
  private static final long WAIT_MILLIS = 100;

  private final Host host;
  private final TorrentSpec spec;
  private final Gauges gauges;
  private final Map<PeerId, SwarmStatus.Former> earlier = new LinkedHashMap<>();
  private volatile int known;

  StatusReport(Host host, TorrentSpec spec, Gauges gauges) {
    this.host = host;
    this.spec = spec;
    this.gauges = gauges;
  }

  /** Addresses known when the swarm was last looked at. */
  int knownPeers() {
    return known;
  }

  /** Usually there at once; a swarm that is busy for long is shown without its peers. */
  Optional<SwarmStatus> ask(SwarmActor<Swarm> actor) {
    return ask(actor, swarm -> swarm.status(host.time().now()));
  }

  /** Anything else of a swarm, if it is not busy for long. */
  <T> Optional<T> ask(SwarmActor<Swarm> actor, Function<Swarm, T> question) {
    try {
      return Optional.of(actor.ask(question).get(WAIT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | CancellationException e) {
      return Optional.empty();
    }
  }

  /** A run stops: its peers are remembered. */
  void runEnds(SwarmStatus last) {
    synchronized (earlier) {
      last.left().forEach(peer -> earlier.merge(peer.id(), peer, (old, now) -> now.after(old)));
      for (SwarmStatus.Peer peer : last.peers()) {
        if (peer.down() > 0 || peer.up() > 0) {
          earlier.merge(peer.id(), former(peer), (old, now) -> now.after(old));
        }
      }
    }
  }

  private static SwarmStatus.Former former(SwarmStatus.Peer peer) {
    return new SwarmStatus.Former(
        peer.address(), peer.listens(), peer.id(), peer.client(), peer.down(), peer.up());
  }

  /** What the torrent does now. */
  TorrentStatus make(
      TorrentStatus.State state,
      Optional<TorrentFiles> files,
      Optional<SwarmStatus> swarm,
      int refusing,
      List<TorrentStatus.TrackerStatus> trackers,
      Optional<TorrentStatus.Problem> problem) {
    swarm.ifPresent(seen -> known = seen.known());
    Optional<Metainfo> metainfo = files.map(TorrentFiles::metainfo);
    int pieces = metainfo.map(known -> known.geometry().pieces()).orElse(0);
    long nanos = System.nanoTime();
    return new TorrentStatus(
        state,
        metainfo.map(Metainfo::name).orElseGet(this::name),
        spec.hashes(),
        gauges.total(),
        gauges.done(),
        pieces,
        files.map(open -> open.have().count()).orElse(0),
        Math.min(gauges.checked().get(), pieces),
        swarm.map(SwarmStatus::unheld).orElse(0),
        gauges.down().rate(nanos),
        gauges.up().rate(nanos),
        gauges.down().total(),
        gauges.up().total(),
        gauges.wasted().total(),
        known,
        refusing,
        swarm.map(seen -> connected(state, seen)).orElse(List.of()),
        left(state, swarm),
        trackers,
        problem);
  }

  private String name() {
    return switch (spec.source()) {
      case TorrentSpec.Source.Known(Metainfo metainfo) -> metainfo.name();
      case TorrentSpec.Source.Link(InfoHashes hashes, Optional<String> name) ->
          name.orElse(hashes.best().hex());
    };
  }

  private List<TorrentStatus.FormerPeer> left(
      TorrentStatus.State state, Optional<SwarmStatus> swarm) {
    Map<PeerId, SwarmStatus.Former> all;
    synchronized (earlier) {
      all = new LinkedHashMap<>(earlier);
    }
    swarm.ifPresent(
        now -> now.left().forEach(p -> all.merge(p.id(), p, (old, fresh) -> fresh.after(old))));
    List<TorrentStatus.FormerPeer> shown = new ArrayList<>();
    all.values().forEach(peer -> shown.add(show(peer)));
    swarm.map(SwarmStatus::webSeeds).orElse(List.of()).stream()
        .filter(seed -> (seed.down() > 0 || seed.useless()) && !isShown(state, seed))
        .forEach(seed -> shown.add(WebSeedShown.gone(seed)));
    return shown;
  }

  /** The peers, and while there is something to fetch the web seeds that may give it. */
  private static List<TorrentStatus.PeerStatus> connected(
      TorrentStatus.State state, SwarmStatus swarm) {
    List<TorrentStatus.PeerStatus> shown = new ArrayList<>();
    swarm.peers().forEach(peer -> shown.add(show(peer)));
    swarm.webSeeds().stream()
        .filter(seed -> isShown(state, seed))
        .forEach(seed -> shown.add(WebSeedShown.connected(seed, swarm.pieces())));
    return shown;
  }

  private static boolean isShown(TorrentStatus.State state, SwarmStatus.WebSeed seed) {
    return state == TorrentStatus.State.DOWNLOADING && !seed.useless();
  }

  private static TorrentStatus.FormerPeer show(SwarmStatus.Former peer) {
    return new TorrentStatus.FormerPeer(
        peer.address().toString(),
        client(peer.client(), peer.id()),
        peer.id(),
        peer.listens(),
        peer.down(),
        peer.up());
  }

  private static TorrentStatus.PeerStatus show(SwarmStatus.Peer peer) {
    return new TorrentStatus.PeerStatus(
        peer.address().toString(),
        client(peer.client(), peer.id()),
        peer.id(),
        peer.listens(),
        peer.outgoing(),
        peer.has(),
        peer.amChoking(),
        peer.amInterested(),
        peer.peerChoking(),
        peer.peerInterested(),
        peer.downRate(),
        peer.upRate(),
        peer.down(),
        peer.up(),
        peer.snubbed(),
        peer.source().map(source -> source.name().toLowerCase(Locale.ROOT)),
        peer.carriage());
  }

  private static String client(String said, PeerId id) {
    return said.isEmpty() ? id.toString() : said;
  }
}
