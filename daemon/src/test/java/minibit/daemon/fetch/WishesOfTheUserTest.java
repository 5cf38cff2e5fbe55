package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.Wishes;
import minibit.daemon.disk.TorrentCreator;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.fetch.model.ChangeOutcome;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.FileView;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.LogLine;
import minibit.daemon.fetch.model.PiecesView;
import minibit.daemon.fetch.model.Speeds;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.model.Urgency;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the user does with transfers, one or many at once, and what is told of their past. */
@Timeout(60)
class WishesOfTheUserTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private final FakeGroup group = new FakeGroup();
  private final FakeShares shares = new FakeShares();
  private final List<Engine> holders = new ArrayList<>();
  private Engine engine;
  private Fetches fetches;

  private static EngineSettings local() {
    return EngineSettings.defaults()
        .withLoops(1)
        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @BeforeEach
  void start() throws Exception {
    engine = Engine.open(local(), new JournalStore(folder.resolve("home/resume")));
    fetches =
        Fetches.open(
            FetchConfig.of(folder.resolve("home/transfers.db"), folder.resolve("downloads"))
                .withAtOnce(1)
                .withIntervals(
                    Duration.ofMillis(500),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(300)),
            engine,
            group,
            shares,
            group.reports());
  }

  private void stop() {
    fetches.close();
    engine.close();
  }

  @AfterEach
  void end() {
    stop();
    holders.forEach(Engine::close);
  }

  private void hold(KnownFile file) throws Exception {
    FakeShares held = new FakeShares().with(file.saveIn(folder.resolve("holder")));
    Engine holder = Engine.open(local().withFinder(new OnDemandSeeds(held, group)));
    holders.add(holder);
    group.holds(
        1,
        file.root(),
        PeerAddress.of(new byte[] {127, 0, 0, 1}, holder.listenAddress().getPort()));
  }

  private TransferView await(String id, TransferState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fetches.details(id).transfer().state() == state);
    return fetches.details(id).transfer();
  }

  private List<String> paused(int number) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      KnownFile file = KnownFile.random("file " + i, 1000, i);
      fetches.get(file.unsigned(), GetOptions.USUAL.asPaused());
      ids.add(file.id());
    }
    return ids;
  }

  /**
   * Many take one change, also after a restart; one that is not there is told and stops nothing.
   */
  @Test
  void manyTakeOneChange() throws Exception {
    List<String> ids = paused(250);
    List<String> asked = new ArrayList<>(ids);
    asked.add(100, "no such id");

    ChangeOutcome limited =
        fetches.change(asked, new TransferChange.Limit(new RateLimits(1000, 2000)));
    assertThat(limited.done()).isEqualTo(250);
    assertThat(limited.refused())
        .extracting(ChangeOutcome.Refusal::id)
        .containsExactly("no such id");
    fetches.change(ids, new TransferChange.Urge(Urgency.LOW));
    stop();
    start();

    assertThat(fetches.list())
        .hasSize(250)
        .allMatch(view -> view.urgency() == Urgency.LOW)
        .allMatch(view -> view.limits().up() == 1000);
    fetches.change(ids.subList(0, 200), new TransferChange.Remove(false));
    assertThat(fetches.list()).hasSize(50);
  }

  /** The urgent ones get their turn first, whenever they came. */
  @Test
  void theUrgentGoFirst() {
    List<String> ids = paused(3);
    fetches.urgent(ids.getFirst(), Urgency.LOW);
    fetches.urgent(ids.getLast(), Urgency.HIGH);

    fetches.change(ids, new TransferChange.Resume());

    await(ids.getLast(), TransferState.METADATA);
    assertThat(fetches.details(ids.getFirst()).transfer().state()).isEqualTo(TransferState.QUEUED);
    assertThat(fetches.details(ids.get(1)).transfer().state()).isEqualTo(TransferState.QUEUED);
  }

  /** What was damaged since is found by reading it again, and fetched once more. */
  @Test
  void damageIsFoundAndMended() throws Exception {
    KnownFile file = KnownFile.random("data.bin", 2 * MIB, 5);
    hold(file);
    // Slow enough that some second of it is seen.
    fetches.get(
        file.unsigned(), GetOptions.USUAL.limits(new RateLimits(RateLimits.UNLIMITED, MIB)));
    await(file.id(), TransferState.DONE);
    Path here = folder.resolve("downloads/data.bin");
    try (RandomAccessFile raw = new RandomAccessFile(here.toFile(), "rw")) {
      raw.seek(MIB);
      raw.write(new byte[100]);
    }
    assertThat(file.isAt(here)).isFalse();

    fetches.verify(file.id());

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> file.isAt(here));
    await(file.id(), TransferState.DONE);
    assertThat(fetches.log(file.id()))
        .extracting(LogLine::text)
        .contains("is to be verified", "every wanted byte is verified", "whole and shared");
    Speeds history = fetches.history(file.id());
    assertThat(history.down()).hasSize(600);
    assertThat(history.down().stream().mapToLong(Long::longValue).sum()).isPositive();
  }

  /** What lay there before is the user's: it is not mended over his head. */
  @Test
  void whatWasThereBeforeIsNotMended() throws Exception {
    KnownFile file = KnownFile.random("mine.bin", MIB, 6);
    shares.with(file.saveIn(folder.resolve("mine")));
    fetches.get(file.unsigned(), GetOptions.USUAL);
    await(file.id(), TransferState.DONE);

    assertThatThrownBy(() -> fetches.verify(file.id()))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.NOT_FETCHED));
    assertThat(Files.exists(folder.resolve("mine"))).isTrue();
  }

  private TorrentCreator.Created folderOf(int files) throws Exception {
    Path source = folder.resolve("source/set");
    for (int i = 0; i < files; i++) {
      KnownFile.random("part" + i + ".bin", MIB, 30 + i).saveIn(source);
    }
    return TorrentCreator.create(
        TorrentCreator.scan(source, folder.resolve("none")),
        new TorrentCreator.Wish(Metainfo.Version.HYBRID, 64 << 10, false, Metainfo.Extras.NONE),
        _ -> {});
  }

  /** One of two files is left out; it comes when it is wanted after all. */
  @Test
  void whatIsLeftOutComesWhenItIsWanted() throws Exception {
    TorrentCreator.Created set = folderOf(2);
    Engine seeder = Engine.open(local());
    holders.add(seeder);
    seeder.add(TorrentSpec.of(set.metainfo(), folder.resolve("source")));
    PeerAddress at = PeerAddress.of(new byte[] {127, 0, 0, 1}, seeder.listenAddress().getPort());
    String id = fetches.add(set.metainfo(), set.torrent(), GetOptions.USUAL.asPaused()).id();
    List<FileView> files = fetches.files(id, 0, 10);
    assertThat(files).extracting(FileView::path).containsExactly("part0.bin", "part1.bin");
    assertThat(fetches.fileCount(id)).isEqualTo(2);

    fetches.wish(id, Map.of(files.get(1).index(), Wishes.SKIP));
    stop();
    start();
    fetches.resume(id);
    meet(id, at);
    await(id, TransferState.SEEDING);
    // All that is wanted of the folder is here, so it is left alone no longer.
    assertThat(shares.held).isEmpty();
    Path here = folder.resolve("downloads/set");
    assertThat(here.resolve("part0.bin")).exists();
    assertThat(here.resolve("part1.bin")).doesNotExist();
    assertThat(fetches.files(id, 0, 1).getFirst().done()).isEqualTo(MIB);
    assertThat(fetches.files(id, 1, 1).getFirst().done()).isLessThan(MIB);

    fetches.wish(id, Map.of(files.get(1).index(), Wishes.HIGH));
    meet(id, at);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(here.resolve("part1.bin")));
    await(id, TransferState.SEEDING);
    assertThat(fetches.files(id, 0, 10)).allMatch(file -> file.done() == MIB);
    PiecesView pieces = fetches.pieces(id, 8);
    assertThat(pieces.number()).isEqualTo(32);
    assertThat(pieces.have().orElseThrow().isFull()).isTrue();
    assertThat(pieces.map().orElseThrow().availability()).hasSize(8);

    assertThatThrownBy(
            () -> fetches.wish(id, Map.of(files.get(0).index(), 0, files.get(1).index(), 0)))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.BAD_CHOICE));
    assertThatThrownBy(() -> fetches.wish(id, Map.of(77, 1))).isInstanceOf(FetchException.class);
  }

  /** The transfer's torrent runs, and hears of a peer. */
  private void meet(String id, PeerAddress at) {
    Awaitility.await()
        .until(
            () ->
                switch (fetches.details(id).transfer().state()) {
                  case DOWNLOADING, SEEDING -> !engine.torrents().isEmpty();
                  default -> false;
                });
    engine.torrents().forEach(torrent -> torrent.addPeers(List.of(at)));
  }
}
