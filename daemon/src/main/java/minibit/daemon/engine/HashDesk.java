package minibit.daemon.engine;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.LayerStore;
import minibit.core.metainfo.Metainfo;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEffect;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the hash requests of one torrent's peers, as long as its files are open. Any thread. */
final class HashDesk {
  private static final Logger LOG = LoggerFactory.getLogger(HashDesk.class);

  /** Questions about leaves under way, of one torrent: more are refused, for each reads pieces. */
  private static final int MAX_REQUESTS = 64;

  private final LeafBudget budget = new LeafBudget();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile @Nullable TorrentFiles files;
  private volatile @Nullable HashService service;

  /** These files answer from now on, if they have hashes of v2. */
  void open(TorrentFiles opened) {
    Metainfo metainfo = opened.metainfo();
    files = opened;
    service =
        metainfo.version().hasV2()
            ? new HashService(
                new LayerStore(metainfo), opened.hashes(), opened.storage(), opened.have())
            : null;
  }

  /** Everything is refused. */
  void close() {
    files = null;
    service = null;
  }

  /** A layer is proven: pieces are checked and requests answered with it. */
  void learn(SwarmEffect.LayerLearned layer) {
    TorrentFiles opened = files;
    if (opened != null) {
      opened.hashes().learn(layer.root(), layer.layer());
      opened.device().hashers().execute(() -> keep(opened, layer));
    }
    HashService open = service;
    if (open != null) {
      open.learn(layer.root(), layer.layer());
    }
  }

  private static void keep(TorrentFiles opened, SwarmEffect.LayerLearned layer) {
    try {
      opened.log().layer(layer.root(), layer.layer());
    } catch (IOException e) {
      // Costs asking for it again at the next start.
      LOG.debug("keeping a piece layer of {}", opened.metainfo(), e);
    }
  }

  /** The piece layer of a file, if it is known. */
  Optional<byte[]> pieceLayer(PiecesRoot root) {
    HashService open = service;
    return open == null ? Optional.empty() : open.layer(root);
  }

  /** Answers soon, or refuses at once. */
  void serve(SwarmRun run, PeerKey peer, PeerMessage.HashRange range) {
    HashService open = service;
    TorrentFiles opened = files;
    if (open == null || opened == null) {
      run.send(peer, new PeerMessage.HashReject(range));
      return;
    }
    // What lies in memory costs nobody else anything, however many ask.
    Optional<PeerMessage> known = open.known(range);
    if (known.isPresent()) {
      run.send(peer, known.get());
      return;
    }
    Optional<LayerStore.LeafSpan> span =
        open.leavesAsked(range).filter(pieces -> admit(peer, bytesOf(opened.metainfo(), pieces)));
    if (span.isEmpty()) {
      run.send(peer, new PeerMessage.HashReject(range));
      return;
    }
    // One question after another, so that our own pieces do not wait for many.
    opened
        .device()
        .leaves()
        .execute(
            () -> {
              try {
                run.send(peer, open.leaves(range, span.get()));
              } finally {
                requests.decrementAndGet();
                budget.answered(peer);
              }
            });
  }

  private static long bytesOf(Metainfo metainfo, LayerStore.LeafSpan pieces) {
    return (long) pieces.pieces() * metainfo.geometry().pieceLength();
  }

  private boolean admit(PeerKey peer, long bytes) {
    if (requests.incrementAndGet() <= MAX_REQUESTS && budget.ask(peer, bytes, System.nanoTime())) {
      return true;
    }
    requests.decrementAndGet();
    return false;
  }
}
