package minibit.daemon.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import minibit.core.id.PeerAddress;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.GetOptions;

/** A process that fetches the test's content from one holder, and says how far it is. */
final class FetchingProcess {
  static final String NAME = "killed.bin";
  static final int SIZE = 8 << 20;
  static final long SEED = 99;

  private FetchingProcess() {}

  /** The folder to work in, and the port of the holder. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    FakeGroup group = new FakeGroup();
    KnownFile file = KnownFile.random(NAME, SIZE, SEED);
    group.holds(
        1, file.root(), PeerAddress.of(new byte[] {127, 0, 0, 1}, Integer.parseInt(args[1])));
    try (Engine engine = engine(folder);
        Fetches fetches = fetches(folder, engine, group, new FakeShares())) {
      fetches.get(
          file.unsigned(),
          GetOptions.USUAL.limits(new RateLimits(RateLimits.UNLIMITED, 2_000_000)));
      while (true) {
        System.out.println(fetches.details(file.id()).transfer().done());
        if (System.in.read() < 0) {
          return;
        }
      }
    }
  }

  static Engine engine(Path folder) throws Exception {
    return Engine.open(
        EngineSettings.defaults()
            .withLoops(1)
            .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new JournalStore(folder.resolve("resume")));
  }

  static Fetches fetches(Path folder, Engine engine, FakeGroup group, FakeShares shares) {
    Duration often = Duration.ofMillis(500);
    return Fetches.open(
        FetchConfig.of(folder.resolve("transfers.db"), folder.resolve("downloads"))
            .withIntervals(often, often, often, often),
        engine,
        group,
        shares,
        group.reports());
  }
}
