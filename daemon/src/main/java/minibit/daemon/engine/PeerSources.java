package minibit.daemon.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import minibit.core.announce.Progress;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.SwarmEvent;
import minibit.daemon.webseed.WebSeedUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where a torrent's bytes may come from: peers by addresses given to it, its trackers, the DHT and
 * neighbours, and web seeds. Any thread.
 */
final class PeerSources {
  /** Addresses given that are kept for the next run: more than a swarm connects to. */
  private static final int MAX_GIVEN = 2000;

  private final Host host;
  private final TorrentSpec spec;
  private final Supplier<Optional<SwarmRun>> running;
  private final Set<PeerAddress> given = new LinkedHashSet<>();
  private final DhtSearch dht;
  private final LsdSearch lsd;
  private volatile @Nullable Announces announces;

  /** Sources that tell who is running at the time. */
  PeerSources(Host host, TorrentSpec spec, Supplier<Optional<SwarmRun>> running) {
    this.host = host;
    this.spec = spec;
    this.running = running;
    given.addAll(spec.peers());
    this.dht = new DhtSearch(host, spec, this::foundInDht);
    this.lsd = new LsdSearch(host, spec, this::foundNearby);
  }

  private void foundInDht(List<PeerAddress> found) {
    running.get().ifPresent(run -> post(run, SwarmEvent.PeerSource.DHT, found));
  }

  private void foundNearby(PeerAddress found) {
    running.get().ifPresent(run -> post(run, SwarmEvent.PeerSource.LSD, List.of(found)));
  }

  /** Looks where no tracker is, while only the names are known. For control steps. */
  void seekByLink() {
    dht.byLink(spec.hashes());
    lsd.byLink(spec.hashes());
  }

  /** The same when all of it is known; {@code whole} if we have it. For control steps. */
  void seek(Metainfo metainfo, boolean whole) {
    dht.of(metainfo, whole);
    lsd.of(metainfo);
  }

  /** The user knows more. */
  void add(List<PeerAddress> more) {
    synchronized (given) {
      for (PeerAddress address : more) {
        if (given.size() < MAX_GIVEN) {
          given.add(address);
        }
      }
    }
    running.get().ifPresent(run -> post(run, SwarmEvent.PeerSource.USER, more));
  }

  /** Whether it may be dialled: a closed torrent dials what was given, and not what was found. */
  boolean mayDial(PeerAddress address) {
    if (!spec.closed()) {
      return true;
    }
    synchronized (given) {
      return given.contains(address);
    }
  }

  /** A run begins: it hears of all that were given, and looks at its deadlines. */
  void tell(SwarmRun run) {
    synchronized (given) {
      post(run, SwarmEvent.PeerSource.USER, List.copyOf(given));
    }
    run.post(new SwarmEvent.DeadlineReached());
  }

  /**
   * A run with metadata hears of the web seeds: first those of the user, then, unless they are
   * switched off or the torrent is closed, those of torrent and link.
   */
  void tellWebSeeds(SwarmRun run, Metainfo metainfo) {
    Set<String> addresses = new LinkedHashSet<>(spec.userWebSeeds());
    if (host.webSeeds().isEnabled() && !spec.closed()) {
      addresses.addAll(metainfo.extras().webSeeds());
      addresses.addAll(spec.webSeeds());
    }
    addresses.removeIf(address -> WebSeedUrl.parse(address).isEmpty());
    if (!addresses.isEmpty()) {
      run.post(new SwarmEvent.WebSeedsFound(List.copyOf(addresses)));
    }
  }

  private static void post(SwarmRun run, SwarmEvent.PeerSource source, List<PeerAddress> found) {
    if (!found.isEmpty()) {
      run.post(new SwarmEvent.PeersFound(source, found));
    }
  }

  /**
   * Asks these trackers and those of the spec from now on, unless some are asked already or none
   * shall be.
   */
  void announce(
      InfoHashes hashes, PeerId ourId, List<List<String>> own, Supplier<Progress> progress) {
    if (!spec.announce() || announces != null) {
      return;
    }
    List<List<String>> tiers = new ArrayList<>(own);
    tiers.addAll(spec.extraTrackers());
    Announces fresh =
        new Announces(
            host,
            hashes,
            ourId,
            tiers,
            progress,
            found ->
                running.get().ifPresent(run -> post(run, SwarmEvent.PeerSource.TRACKER, found)));
    announces = fresh;
    fresh.start();
  }

  /** The trackers hear that the content is whole. */
  void completed() {
    Announces told = announces;
    if (told != null) {
      told.completed();
    }
  }

  List<TorrentStatus.TrackerStatus> trackers() {
    Announces told = announces;
    return told == null ? List.of() : told.status();
  }

  /** The trackers are told that we leave; done when they know. */
  CompletableFuture<Void> stop() {
    dht.stop();
    lsd.stop();
    Announces told = announces;
    announces = null;
    return told == null ? CompletableFuture.completedFuture(null) : told.stop();
  }
}
