package minibit.daemon.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator.SplittableGenerator;
import minibit.core.id.PeerAddress;
import minibit.daemon.cache.BlockCache;
import minibit.daemon.dht.DhtService;
import minibit.daemon.disk.HandleCache;
import minibit.daemon.disk.resume.ResumeStore;
import minibit.daemon.engine.device.Devices;
import minibit.daemon.lsd.LsdService;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.TokenBucket;
import minibit.daemon.tracker.TrackerClients;
import minibit.daemon.webseed.WebSeedClient;

/**
 * What the engine lends its torrents.
 *
 * @param devices read, write and hash what lies on them
 * @param control runs what may wait: starting, checking, stopping
 * @param timer wakes swarms and announcers; nothing waits on it
 * @param receivePool what came and waits for the disk, of all torrents
 * @param cache the most wanted blocks, if they are kept
 * @param webSeeds asks web servers
 * @param random a generator of one's own
 * @param network dials and bans
 * @param port where we listen
 * @param dht our node of the DHT, if there is one
 * @param lsd tells neighbours, if any are to be told
 */
record Host(
    EngineSettings settings,
    MonotonicTime time,
    Devices devices,
    Executor control,
    ScheduledExecutorService timer,
    BufferPool receivePool,
    Optional<BlockCache> cache,
    HandleCache handles,
    ResumeStore resume,
    TrackerClients trackers,
    WebSeedClient webSeeds,
    TokenBucket down,
    TokenBucket up,
    Supplier<SplittableGenerator> random,
    Network network,
    int port,
    Optional<DhtService> dht,
    Optional<LsdService> lsd) {

  /** The part that dials. */
  interface Network {
    /** Dials for a run, at once or when others are through. */
    void dial(SwarmRun run, PeerAddress address);

    /** What is being dialled for one run counts for another of the same torrent, once done. */
    List<CompletableFuture<Void>> move(SwarmRun before, SwarmRun next);

    /** Somebody says that this address had rather be dialled encrypted. */
    void prefersEncrypted(PeerAddress address);

    /** Neither dials nor accepts a host any more. */
    void ban(PeerAddress host);

    /** From now on handshakes by the run's names lead to it. */
    void publish(SwarmRun run);

    /** They no longer do. */
    void withdraw(SwarmRun run);
  }
}
