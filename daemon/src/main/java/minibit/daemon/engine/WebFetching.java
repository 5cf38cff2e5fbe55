package minibit.daemon.engine;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.metainfo.Metainfo;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEffect;
import minibit.core.swarm.SwarmEvent;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;
import minibit.daemon.net.BufferPool;
import minibit.daemon.webseed.PartStream;
import minibit.daemon.webseed.Remainder;
import minibit.daemon.webseed.WebSeedClient;
import minibit.daemon.webseed.WebSeedUrl;

/** What goes on with the web seeds of one run: performs its fetches. Any thread. */
final class WebFetching {
  private final WebSeedClient client;
  private final BufferPool pool;
  private final Metainfo torrent;
  private final Set<String> trusted;
  private final Map<Long, WebFetch> fetches = new ConcurrentHashMap<>();
  private final Map<PeerKey, Remainder> remainders = new ConcurrentHashMap<>();

  /**
   * Nothing goes on.
   *
   * @param pool where the buffers of blocks come from
   * @param trusted addresses that the user named
   */
  WebFetching(WebSeedClient client, BufferPool pool, Metainfo torrent, Set<String> trusted) {
    this.client = client;
    this.pool = pool;
    this.torrent = torrent;
    this.trusted = Set.copyOf(trusted);
  }

  /** Begins to fetch on a thread of its own, or says why not. */
  void fetch(SwarmRun run, SwarmEffect.Fetch wanted) {
    if (run.trace().isOn()) {
      WebTrace.asked(run.trace(), wanted);
    }
    Optional<URI> base = WebSeedUrl.parse(wanted.address());
    if (base.isEmpty()) {
      end(run, wanted, new FetchEnd.Never(WebFault.REFUSED));
      return;
    }
    if (!client.enter()) {
      end(run, wanted, new FetchEnd.NoRoom());
      return;
    }
    PartStream stream =
        new PartStream(
            client,
            torrent,
            base.get(),
            trusted.contains(wanted.address()),
            wanted.blocks(),
            wanted.wholeFiles() ? Optional.of(remainder(run, wanted.seed())) : Optional.empty());
    WebFetch fetch = new WebFetch(run, wanted, stream, pool);
    fetches.put(wanted.run(), fetch);
    if (run.isStopped()) {
      fetch.stop();
    }
    Thread.ofPlatform()
        .daemon()
        .name("minibit-web-seed")
        .start(
            () -> {
              FetchEnd end = new FetchEnd.Later(WebFault.BROKEN);
              try {
                end = fetch.run();
              } finally {
                fetches.remove(wanted.run());
                client.leave();
                end(run, wanted, end);
              }
            });
  }

  private Remainder remainder(SwarmRun run, PeerKey seed) {
    Remainder kept = remainders.computeIfAbsent(seed, _ -> new Remainder());
    if (run.isStopped()) {
      kept.close();
    }
    return kept;
  }

  private static void end(SwarmRun run, SwarmEffect.Fetch fetch, FetchEnd end) {
    if (run.trace().isOn()) {
      WebTrace.ended(run.trace(), fetch, end);
    }
    run.post(new SwarmEvent.FetchEnded(fetch.seed(), fetch.run(), end));
  }

  /** Stops one of them. */
  void stop(PeerKey seed, long number) {
    WebFetch fetch = fetches.get(number);
    if (fetch != null) {
      fetch.stop();
    }
  }

  /** Stops all. */
  void stopAll() {
    fetches.values().forEach(WebFetch::stop);
    remainders.values().forEach(Remainder::close);
  }
}
