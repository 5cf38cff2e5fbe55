package minibit.bench;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.StartMode;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentSpec;

/**
 * One end of a swarm of fifty: {@code seed} runs that many engines in one process, each with one
 * loop and an address of its own, {@code leech} runs one engine with the number of loops under test
 * that takes from all of them. Two processes, so that each end's processor time is its own.
 */
public final class FiftyPeers {
  private static final int PEERS = 50;
  private static final int FIRST_PORT = 47100;

  private FiftyPeers() {}

  /** {@code seed TORRENT FOLDER} or {@code leech TORRENT FOLDER LOOPS WARMUPS [inline]}. */
  public static void main(String[] args) throws Exception {
    Metainfo metainfo = MetainfoParser.parseTorrent(Files.readAllBytes(Path.of(args[1])));
    Path folder = Path.of(args[2]);
    if (args[0].equals("seed")) {
      seed(metainfo, folder);
    } else {
      leech(
          metainfo, folder, Integer.parseInt(args[3]), Integer.parseInt(args[4]), args.length > 5);
    }
  }

  private static void seed(Metainfo metainfo, Path folder) throws Exception {
    List<Engine> engines = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      EngineSettings settings = EngineSettings.defaults().withListen(address(i)).withLoops(1);
      Engine engine = Engine.open(settings);
      engines.add(engine);
      TorrentSpec spec =
          TorrentSpec.of(metainfo, folder).withStart(StartMode.TRUST).withAnnounce(false);
      engine.add(spec).completed().get();
    }
    System.out.println("{\"event\":\"seeding\"}");
    System.out.flush();
    CountDownLatch terminated = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(terminated::countDown));
    terminated.await();
  }

  private static void leech(Metainfo metainfo, Path folder, int loops, int warmups, boolean inline)
      throws Exception {
    List<PeerAddress> peers = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      InetSocketAddress at = address(i);
      peers.add(PeerAddress.of(at.getAddress().getAddress(), at.getPort()));
    }
    EngineSettings settings =
        EngineSettings.defaults()
            .withListen(new InetSocketAddress(InetAddress.ofLiteral("127.0.1.1"), 0))
            .withLoops(loops)
            .withInlineWrites(inline);
    TorrentSpec spec = TorrentSpec.of(metainfo, folder).withPeers(peers).withAnnounce(false);
    for (int i = 0; i < warmups; i++) {
      fetch(settings, spec);
      Files.delete(folder.resolve(metainfo.name()));
    }
    fetch(settings, spec);
  }

  /** Fetches all of it once, and says how that went. */
  private static void fetch(EngineSettings settings, TorrentSpec spec) throws Exception {
    try (Engine engine = Engine.open(settings)) {
      long cpuBefore = cpuNanos();
      long before = System.nanoTime();
      Torrent torrent = engine.add(spec);
      torrent.completed().get();
      double seconds = (System.nanoTime() - before) / 1e9;
      System.out.printf(
          "{\"event\":\"complete\",\"loops\":%d,\"seconds\":%.3f,\"cpu\":%.3f,\"wasted\":%d}%n",
          settings.loops(), seconds, (cpuNanos() - cpuBefore) / 1e9, torrent.status().wasted());
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Where the {@code i}-th seeder listens: an address of its own, so that it counts as a peer. */
  private static InetSocketAddress address(int i) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.2." + (i + 1)), FIRST_PORT + i);
  }
}
