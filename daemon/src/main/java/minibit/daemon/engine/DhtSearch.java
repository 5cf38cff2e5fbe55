package minibit.daemon.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.dht.DhtService;

/**
 * A torrent's search for peers in the DHT, by each of its names. Only for torrents whose spec wants
 * it, and never for private ones (BEP 27): a magnet link is looked for and announced until its
 * metadata says that it is one. Only control steps of one torrent call it.
 */
final class DhtSearch {
  private final TorrentSpec spec;
  private final Optional<DhtService> node;
  private final Consumer<List<PeerAddress>> found;
  private List<InfoHash> sought = List.of();

  /**
   * A search that did not begin.
   *
   * @param found is told addresses; must not wait
   */
  DhtSearch(Host host, TorrentSpec spec, Consumer<List<PeerAddress>> found) {
    this.spec = spec;
    this.node = spec.dht() ? host.dht() : Optional.empty();
    this.found = found;
  }

  /** Only the names are known. */
  void byLink(InfoHashes hashes) {
    node.ifPresent(
        dht -> {
          dht.nodesNamed(spec.nodes());
          seek(dht, hashes, false);
        });
  }

  /** All of it is known; {@code whole} if we have it. */
  void of(Metainfo metainfo, boolean whole) {
    if (metainfo.isPrivate()) {
      stop();
      return;
    }
    node.ifPresent(
        dht -> {
          if (sought.isEmpty()) {
            dht.nodesNamed(spec.nodes());
          }
          dht.nodesNamed(metainfo.extras().nodes());
          seek(dht, metainfo.hashes(), whole);
        });
  }

  private void seek(DhtService dht, InfoHashes hashes, boolean seed) {
    stop();
    sought = hashes.wire();
    sought.forEach(hash -> dht.seek(hash, true, seed, found));
  }

  /** Looks no more. */
  void stop() {
    List<InfoHash> before = sought;
    sought = List.of();
    node.ifPresent(dht -> before.forEach(dht::forget));
  }
}
