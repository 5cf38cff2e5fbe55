package minibit.daemon.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import minibit.core.id.PeerAddress;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.store.TransferStore;
import org.awaitility.Awaitility;

/** A daemon that fetches from a group whose members hold what they are given, over loopback. */
final class FetchingDaemon implements AutoCloseable {
  final Path folder;
  final FakeGroup group = new FakeGroup();
  final FakeShares shares = new FakeShares();
  Engine engine;
  Fetches fetches;
  private final List<AutoCloseable> open = new ArrayList<>();

  private FetchingDaemon(Path folder) throws Exception {
    this.folder = folder;
    engine = openEngine();
    fetches = openFetches();
  }

  /** One that keeps its home, its downloads and the files of others in this folder. */
  static FetchingDaemon in(Path folder) throws Exception {
    return new FetchingDaemon(folder);
  }

  static EngineSettings local() {
    return EngineSettings.defaults()
        .withLoops(1)
        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static PeerAddress addressOf(Engine of) {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, of.listenAddress().getPort());
  }

  private Engine openEngine() throws Exception {
    return Engine.open(local(), new JournalStore(folder.resolve("home/resume")));
  }

  private Fetches openFetches() {
    return Fetches.open(
        FetchConfig.of(folder.resolve("home/transfers.db"), folder.resolve("downloads"))
            .withAtOnce(2)
            .withIntervals(
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                Duration.ofMillis(300)),
        engine,
        group,
        shares,
        group.reports());
  }

  /** It ends, and starts again with what it kept. */
  void restart() throws Exception {
    restart(store -> {});
  }

  /** The same; meanwhile something happens to what it kept. */
  void restart(Consumer<TransferStore> meanwhile) throws Exception {
    stop();
    try (TransferStore store = TransferStore.open(folder.resolve("home/transfers.db"))) {
      meanwhile.accept(store);
    }
    engine = openEngine();
    fetches = openFetches();
  }

  private void stop() {
    fetches.close();
    engine.close();
  }

  /** A member that shares this file, and whoever asks gets it on demand. */
  Engine holder(int number, KnownFile file, long upRate) throws Exception {
    FakeShares held = new FakeShares().with(file.saveIn(folder.resolve("holder" + number)));
    Engine holder =
        Engine.open(
            local()
                .withLimits(new RateLimits(upRate, RateLimits.UNLIMITED))
                .withFinder(new OnDemandSeeds(held, group)));
    closes(holder);
    group.holds(number, file.root(), addressOf(holder));
    return holder;
  }

  /** Closes this, too, when it is closed. */
  void closes(AutoCloseable resource) {
    open.add(resource);
  }

  TransferView await(String id, TransferState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fetches.details(id).transfer().state() == state);
    return fetches.details(id).transfer();
  }

  @Override
  public void close() throws Exception {
    stop();
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }
}
