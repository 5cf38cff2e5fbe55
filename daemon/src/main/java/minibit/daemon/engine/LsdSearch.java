package minibit.daemon.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.lsd.LsdService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A torrent's search for peers among neighbours (BEP 14), by each of its names. For the same
 * torrents as {@link DhtSearch}, and like it: without metadata it hears and does not tell, for the
 * torrent may be private. Only control steps of one torrent call it.
 */
final class LsdSearch {
  private static final Logger LOG = LoggerFactory.getLogger(LsdSearch.class);

  private final Optional<LsdService> neighbours;
  private final Consumer<PeerAddress> found;
  private List<InfoHash> sought = List.of();

  /**
   * A search that did not begin.
   *
   * @param found is told an address; must not wait
   */
  LsdSearch(Host host, TorrentSpec spec, Consumer<PeerAddress> found) {
    this.neighbours = spec.dht() && !spec.closed() ? host.lsd() : Optional.empty();
    this.found = found;
  }

  /**
   * Who tells our neighbours, if the settings ask for it; that it cannot be is no reason to share
   * nothing.
   *
   * @param peer where the peer port listens
   */
  static Optional<LsdService> service(
      EngineSettings settings, InetSocketAddress peer, InstantSource clock) {
    if (!settings.lsd()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LsdService.open(peer, clock, settings.trace()));
    } catch (IOException e) {
      LOG.warn("no local service discovery: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Only the names are known. */
  void byLink(InfoHashes hashes) {
    seek(hashes, false);
  }

  /** All of it is known. */
  void of(Metainfo metainfo) {
    if (metainfo.isPrivate()) {
      stop();
    } else {
      seek(metainfo.hashes(), true);
    }
  }

  private void seek(InfoHashes hashes, boolean announce) {
    neighbours.ifPresent(
        lsd -> {
          List<InfoHash> names = hashes.wire();
          sought.stream().filter(hash -> !names.contains(hash)).forEach(lsd::forget);
          sought = names;
          sought.forEach(hash -> lsd.seek(hash, announce, found));
        });
  }

  /** Looks no more. */
  void stop() {
    List<InfoHash> before = sought;
    sought = List.of();
    neighbours.ifPresent(lsd -> before.forEach(lsd::forget));
  }
}
