package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seeds that nobody asks for cost nothing, and serve whoever comes. */
@Timeout(120)
class RestingSeedTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final FakeGroup group = new FakeGroup();
  private final FakeShares shares = new FakeShares();
  private final KnownFile file = KnownFile.random("rarely wanted.bin", 300_000, 1);
  private Engine engine;
  private Fetches fetches;

  private static EngineSettings local() {
    return EngineSettings.defaults()
        .withLoops(1)
        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @BeforeEach
  void start() throws Exception {
    OnDemandSeeds seeds = new OnDemandSeeds(shares, group);
    engine =
        Engine.open(local().withFinder(seeds), new JournalStore(folder.resolve("home/resume")));
    FetchConfig usual =
        FetchConfig.of(folder.resolve("home/transfers.db"), folder.resolve("downloads"));
    fetches =
        Fetches.open(
            usual.withIntervals(
                usual.askEvery(), usual.reportEvery(), Duration.ofMillis(300), usual.followEvery()),
            engine,
            group,
            shares,
            group.reports());
    seeds.askFirst(fetches::wake, fetches::restingNames);
  }

  @AfterEach
  void stop() {
    fetches.close();
    engine.close();
  }

  private void addTorrent() throws Exception {
    file.saveIn(folder.resolve("downloads"));
    fetches.add(file.torrent(), file.torrentFile(), GetOptions.USUAL);
    Awaitility.await().atMost(LONG).until(() -> state() == TransferState.SEEDING);
  }

  private TransferState state() {
    return fetches.list().getFirst().state();
  }

  private void awaitRest() {
    Awaitility.await().atMost(LONG).until(() -> engine.torrents().isEmpty());
    assertThat(state()).isEqualTo(TransferState.SEEDING);
  }

  private void download(String into) throws Exception {
    PeerAddress at = PeerAddress.of(new byte[] {127, 0, 0, 1}, engine.listenAddress().getPort());
    Path target = folder.resolve(into);
    try (Engine leecher = Engine.open(local())) {
      Torrent download = leecher.add(TorrentSpec.of(file.torrent(), target).withPeers(List.of(at)));
      download.completed().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(file.isAt(target.resolve(file.torrent().name()))).isTrue();
  }

  /** It runs while peers are there, and rests when they are gone; also after a restart. */
  @Test
  void itServesWhoeverComesAndRestsAgain() throws Exception {
    addTorrent();
    awaitRest();

    download("first");
    awaitRest();

    stop();
    start();
    assertThat(engine.torrents()).isEmpty();
    assertThat(state()).isEqualTo(TransferState.SEEDING);
    download("second");
    awaitRest();
  }

  /** What the user says holds for a seed at rest, too. */
  @Test
  void aPausedOneServesNobody() throws Exception {
    addTorrent();
    awaitRest();
    String id = fetches.list().getFirst().id();

    fetches.pause(id);
    fetches.wake(file.torrent().hashes().wire().iterator().next());
    assertThat(engine.torrents()).isEmpty();
    assertThat(state()).isEqualTo(TransferState.PAUSED);

    fetches.resume(id);
    download("after all");
  }
}
