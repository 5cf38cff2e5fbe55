package minibit.daemon.engine;

import static minibit.daemon.engine.TransferTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.swarm.SwarmEvent;
import minibit.core.wire.CloseReason;
import minibit.daemon.net.BufferPool;
import minibit.daemon.net.Loop;
import minibit.daemon.net.RateMeter;
import minibit.daemon.net.Timeouts;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Few connections begin at one time, and those from which nothing comes hold up no others. */
@Timeout(60)
class ConnectionsTest {
  private static final SampleTorrent SAMPLE = SampleTorrent.single(Version.V1, 300_000, 9);
  private static final InfoHash NAME = SAMPLE.metainfo().hashes().wire().getFirst();

  @TempDir Path folder;

  /** What is stopped, banned or has no room is passed over, not the end of the queue. */
  @Test
  void dialsBehindThoseOfAStoppedTorrentAreMade() throws Exception {
    Duration soon = Duration.ofMillis(500);
    EngineSettings settings =
        EngineSettings.defaults()
            .withConnections(500, 200, 2)
            .withTimeouts(new Timeouts(soon, soon, soon, soon, soon));
    List<SwarmEvent> first = new CopyOnWriteArrayList<>();
    List<SwarmEvent> last = new CopyOnWriteArrayList<>();
    try (BlackHole one = new BlackHole();
        BlackHole two = new BlackHole();
        Loop loop = new Loop("dialling", new BufferPool(8 << 20))) {
      Connections connections =
          new Connections(settings, List.of(loop), Runnable::run, new Random(1));
      SwarmRun dialling = run(1, first);
      SwarmRun stopped = run(2, new ArrayList<>());
      SwarmRun patient = run(3, last);
      for (SwarmRun run : List.of(dialling, stopped)) {
        connections.dial(run, addressOf(one));
        connections.dial(run, addressOf(two));
      }
      connections.dial(patient, addressOf(one));

      stopped.stop(CloseReason.SHUTDOWN);

      await().untilAsserted(() -> assertThat(first).hasSize(2));
      await().untilAsserted(() -> assertThat(last).hasSize(1));
      assertThat(last.getFirst()).isInstanceOf(SwarmEvent.ConnectFailed.class);
    }
  }

  @Test
  void silentSocketsDoNotShutOutOthers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (Engine seeder = seeder(local())) {
      for (int i = 0; i < local().maxConnecting(); i++) {
        silent.add(new Socket("127.0.0.1", seeder.listenAddress().getPort()));
      }
      await().until(() -> seeder.status().connecting() == silent.size());

      try (RawPeer peer = new RawPeer(seeder, NAME, 1)) {
        assertThat(peer.isAnswered()).isTrue();
      }
      assertThat(seeder.status().connecting()).isLessThanOrEqualTo(silent.size());
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void deadPeersThatWeDialDoNotShutOutOthers() throws Exception {
    try (BlackHole one = new BlackHole();
        BlackHole two = new BlackHole();
        Engine seeder = seeder(local().withConnections(500, 200, 2))) {
      seeder.add(
          TorrentSpec.of(
                  SampleTorrent.single(Version.V1, 300_000, 10).metainfo(),
                  folder.resolve("target"))
              .withPeers(List.of(addressOf(one), addressOf(two))));
      await().until(() -> seeder.status().connecting() == 2);

      try (RawPeer peer = new RawPeer(seeder, NAME, 1)) {
        assertThat(peer.isAnswered()).isTrue();
      }
    }
  }

  private Engine seeder(EngineSettings settings) throws Exception {
    SAMPLE.saveIn(folder.resolve("source"));
    Engine seeder = Engine.open(settings);
    seeder
        .add(TorrentSpec.of(SAMPLE.metainfo(), folder.resolve("source")))
        .completed()
        .get(10, TimeUnit.SECONDS);
    return seeder;
  }

  private static PeerAddress addressOf(BlackHole hole) {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, hole.port());
  }

  private static SwarmRun run(int number, List<SwarmEvent> heard) {
    byte[] name = new byte[20];
    name[0] = (byte) number;
    RateMeter meter = new RateMeter(System.nanoTime());
    SwarmRun run =
        new SwarmRun(
            new SwarmRun.Frame(
                InfoHashes.v1(InfoHash.of(name)),
                PeerId.of(new byte[20]),
                List.of(),
                List.of(),
                meter,
                meter,
                meter,
                WireTrace.NONE,
                Optional.empty()),
            null,
            new Nobody());
    run.begin(heard::add, List.of());
    return run;
  }
}
