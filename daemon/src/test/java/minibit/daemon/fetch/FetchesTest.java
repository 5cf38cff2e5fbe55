package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.disk.resume.SqliteStore;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetAllOutcome;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.PeerView;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.TransferDetails;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.group.member.MemberKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon fetches from a group, over loopback. */
@Timeout(60)
class FetchesTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private final FakeGroup group = new FakeGroup();
  private final FakeShares shares = new FakeShares();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Engine engine;
  private Fetches fetches;

  private static EngineSettings local() {
    return EngineSettings.defaults()
        .withLoops(1)
        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static PeerAddress addressOf(Engine of) {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, of.listenAddress().getPort());
  }

  @BeforeEach
  void start() throws Exception {
    engine = Engine.open(local(), SqliteStore.open(folder.resolve("home/resume.db")));
    fetches =
        Fetches.open(
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

  private void stop() {
    fetches.close();
    engine.close();
  }

  @AfterEach
  void end() throws Exception {
    stop();
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  /** A member that shares this file, and whoever asks gets it on demand. */
  private Engine holder(int number, KnownFile file, long upRate) throws Exception {
    FakeShares held = new FakeShares().with(file.saveIn(folder.resolve("holder" + number)));
    Engine holder =
        Engine.open(
            local()
                .withLimits(new RateLimits(upRate, RateLimits.UNLIMITED))
                .withFinder(new OnDemandSeeds(held, group)));
    open.add(holder);
    group.holds(number, file.root(), addressOf(holder));
    return holder;
  }

  private TransferView await(String id, TransferState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> fetches.details(id).transfer().state() == state);
    return fetches.details(id).transfer();
  }

  /** All five holders give, one dies on the way, and nobody notices but the table of peers. */
  @Test
  void fiveHoldersGiveAndOneMayDie() throws Exception {
    KnownFile file = KnownFile.random("big.bin", 12 * MIB, 1);
    List<Engine> holders = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      holders.add(holder(i, file, MIB));
    }
    TransferView begun = fetches.get(file.unsigned(), GetOptions.USUAL);
    assertThat(begun.isComplete()).isFalse();

    Awaitility.await()
        .until(
            () ->
                fetches.details(file.id()).peers().stream()
                        .filter(peer -> peer.downloaded() > 0)
                        .count()
                    == 5);
    holders.getFirst().close();

    TransferView done = await(file.id(), TransferState.DONE);
    assertThat(done.down()).isZero();
    assertThat(done.up()).isZero();
    assertThat(done.problem()).isEmpty();
    assertThat(file.isAt(folder.resolve("downloads/big.bin"))).isTrue();
    List<PeerView> peers = fetches.details(file.id()).peers();
    assertThat(peers)
        .extracting(peer -> peer.member().orElse("nobody"))
        .containsExactlyInAnyOrder("member1", "member2", "member3", "member4", "member5");
    assertThat(peers).allMatch(peer -> peer.downloaded() > 0);
    assertThat(peers.stream().mapToLong(PeerView::downloaded).sum())
        .isBetween(12L * MIB, 13L * MIB);
    assertThat(shares.contents).containsKey(file.root());
    assertThat(shares.read).isEmpty();
  }

  /** Whoever gave is still shown when all are gone and the daemon was restarted. */
  @Test
  void theTableOfPeersOutlivesThem() throws Exception {
    KnownFile file = KnownFile.random("kept.bin", MIB, 2);
    Engine holder = holder(1, file, RateLimits.UNLIMITED);
    fetches.get(file.unsigned(), GetOptions.USUAL);
    await(file.id(), TransferState.DONE);

    holder.close();
    Awaitility.await().until(() -> engine.torrents().isEmpty());
    stop();
    start();

    TransferDetails details = fetches.details(file.id());
    assertThat(details.transfer().state()).isEqualTo(TransferState.DONE);
    assertThat(details.peers()).hasSize(1);
    assertThat(details.peers().getFirst().downloaded()).isGreaterThanOrEqualTo(MIB);
    assertThat(details.peers().getFirst().member()).contains("member1");
    assertThat(details.peers().getFirst().connected()).isFalse();
  }

  /** What was fetched before a restart is not fetched again. */
  @Test
  void aRestartGoesOn() throws Exception {
    KnownFile file = KnownFile.random("long.bin", 6 * MIB, 3);
    holder(1, file, RateLimits.UNLIMITED);
    fetches.get(
        file.unsigned(), GetOptions.USUAL.limits(new RateLimits(RateLimits.UNLIMITED, 2L * MIB)));
    Awaitility.await().until(() -> fetches.details(file.id()).transfer().done() > 2 * MIB);

    stop();
    start();
    fetches.limit(file.id(), RateLimits.NONE);

    TransferView done = await(file.id(), TransferState.DONE);
    assertThat(file.isAt(folder.resolve("downloads/long.bin"))).isTrue();
    // What came in the last moment before the end is not counted.
    assertThat(done.downloaded()).isBetween(5L * MIB, 7L * MIB);
  }

  /** Peers go on with each other when nobody is in office any more. */
  @Test
  void aDeadTrackerStopsNothing() throws Exception {
    KnownFile file = KnownFile.random("steady.bin", 4 * MIB, 4);
    holder(1, file, 2 * MIB);
    fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> fetches.details(file.id()).transfer().done() > 0);

    group.dead = true;

    await(file.id(), TransferState.DONE);
    assertThat(file.isAt(folder.resolve("downloads/steady.bin"))).isTrue();
  }

  /** A holder that comes later is found as soon as the tracker tells of it. */
  @Test
  void aNewHolderIsAskedAtOnce() throws Exception {
    KnownFile file = KnownFile.random("late.bin", MIB, 5);
    fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await()
        .until(
            () ->
                fetches.details(file.id()).transfer().problem().stream()
                    .anyMatch(problem -> problem.code().equals("no-holder")));

    holder(1, file, RateLimits.UNLIMITED);
    group.tell(file.root());

    assertThat(await(file.id(), TransferState.DONE).problem()).isEmpty();
  }

  /** A file of that name that is not ours stays what it was. */
  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 6);
    holder(1, file, RateLimits.UNLIMITED);
    Path mine = folder.resolve("out/report.pdf");
    Files.createDirectories(mine.getParent());
    byte[] before = new byte[MIB];
    Files.write(mine, before);

    fetches.get(file.unsigned(), GetOptions.USUAL.into(folder.resolve("out")));

    TransferView done = await(file.id(), TransferState.DONE);
    assertThat(done.file()).contains(folder.resolve("out/report (2).pdf"));
    assertThat(file.isAt(folder.resolve("out/report (2).pdf"))).isTrue();
    assertThat(Files.readAllBytes(mine)).isEqualTo(before);
  }

  /** A signature that does not hold is refused before anything happens; none is said. */
  @Test
  void signaturesAreCheckedFirst() throws Exception {
    MemberKeys keys = MemberKeys.drawn();
    KnownFile file = KnownFile.random("signed.bin", 100_000, 7);

    assertThatThrownBy(() -> fetches.get(file.tampered(keys), GetOptions.USUAL))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.BAD_SIGNATURE));
    assertThatThrownBy(() -> fetches.get(file.unproven(keys), GetOptions.USUAL))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.BAD_SIGNATURE));
    assertThat(fetches.list()).isEmpty();

    TransferView signed = fetches.get(file.signedBy(keys), GetOptions.USUAL.asPaused());
    assertThat(signed.signature())
        .isInstanceOfSatisfying(
            Signature.Signed.class,
            by -> {
              assertThat(by.key()).isEqualTo(keys.key());
              assertThat(by.name()).isEqualTo("publisher");
            });
    KnownFile other = KnownFile.random("unsigned.bin", 100_000, 8);
    assertThat(fetches.get(other.unsigned(), GetOptions.USUAL.asPaused()).signature())
        .isEqualTo(new Signature.Unsigned());
  }

  /** An entry that leads to another content's torrent writes nothing. */
  @Test
  void anotherContentUnderThatNameIsRefused() throws Exception {
    KnownFile wanted = KnownFile.random("x.bin", 200_000, 9);
    KnownFile served = KnownFile.random("x.bin", 200_000, 10);
    Engine holder = holder(1, served, RateLimits.UNLIMITED);
    group.holds(1, wanted.root(), addressOf(holder));

    fetches.get(wanted.leadingTo(served), GetOptions.USUAL);

    TransferView failed = await(wanted.id(), TransferState.FAILED);
    assertThat(failed.problem().orElseThrow().code()).isEqualTo("wrong-content");
    assertThat(folder.resolve("downloads/x.bin")).doesNotExist();
  }

  /** Only the named member is spoken to. */
  @Test
  void fromKeepsToThoseNamed() throws Exception {
    KnownFile file = KnownFile.random("from.bin", 2 * MIB, 11);
    holder(1, file, RateLimits.UNLIMITED);
    holder(2, file, 2 * MIB);
    holder(3, file, RateLimits.UNLIMITED);

    fetches.get(file.unsigned(), GetOptions.USUAL.from(List.of(FakeGroup.idOf(2))));

    // Peers go when the file is whole, so they are noted while it comes.
    Set<String> seen = new TreeSet<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              var details = fetches.details(file.id());
              details.peers().forEach(peer -> seen.add(peer.member().orElse("nobody")));
              return details.transfer().state() == TransferState.DONE;
            });
    assertThat(seen).containsExactly("member2");
  }

  /** The tracker hears of our pieces while we fetch, and at the end that we fetch no more. */
  @Test
  void piecesAreReportedUntilItIsWhole() throws Exception {
    KnownFile file = KnownFile.random("told.bin", 3 * MIB, 12);
    holder(1, file, MIB);

    fetches.get(file.unsigned(), GetOptions.USUAL);
    await(file.id(), TransferState.DONE);

    Awaitility.await().until(() -> group.reports.getLast().pieces().isEmpty());
    int pieces = file.torrent().geometry().pieces();
    List<Integer> counts =
        group.reports.stream()
            .filter(report -> report.pieces().isPresent())
            .map(r -> Bitfield.parse(r.pieces().get(), pieces).orElseThrow().count())
            .toList();
    assertThat(counts).isSorted().hasSizeGreaterThan(2);
    assertThat(counts.getFirst()).isZero();
    for (int i = 1; i < group.reports.size() - 1; i++) {
      assertThat(group.reports.get(i).nanos() - group.reports.get(i - 1).nanos())
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
    }
  }

  /** Another tracker knows nothing: it is told all we have. */
  @Test
  void anotherTrackerIsToldEverything() throws Exception {
    KnownFile file = KnownFile.random("epoch.bin", 300_000, 13);
    fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> group.reports.size() == 1);

    fetches.onNewTracker();

    Awaitility.await().until(() -> group.reports.size() == 2);
    assertThat(group.reports.getLast().pieces()).isPresent();
  }

  /** Paused is silent, resumed goes on, removed with its data leaves nothing. */
  @Test
  void pausedResumedRemoved() throws Exception {
    KnownFile file = KnownFile.random("life.bin", 3 * MIB, 14);
    holder(1, file, MIB);
    fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> fetches.details(file.id()).transfer().done() > 0);

    assertThat(fetches.pause(file.id().substring(0, 10)).state()).isEqualTo(TransferState.PAUSED);
    Awaitility.await().until(() -> engine.torrents().isEmpty());
    assertThat(group.reports.getLast().pieces()).isEmpty();
    long before = fetches.details("life.bin").transfer().done();
    assertThat(before).isPositive();

    fetches.resume(file.id());
    Awaitility.await().until(() -> fetches.details(file.id()).transfer().done() > before);
    fetches.remove(file.id(), true).get(10, TimeUnit.SECONDS);

    assertThat(folder.resolve("downloads")).isEmptyDirectory();
    assertThat(fetches.list()).isEmpty();
    assertThat(shares.held).isEmpty();
  }

  /** What is here already is not fetched: done at once, or copied to where it is wanted. */
  @Test
  void whatIsHereIsNotFetched() throws Exception {
    KnownFile file = KnownFile.random("here.bin", 300_000, 15);
    shares.with(file.saveIn(folder.resolve("share")));

    fetches.get(file.unsigned(), GetOptions.USUAL.into(folder.resolve("elsewhere")));

    await(file.id(), TransferState.DONE);
    assertThat(file.isAt(folder.resolve("elsewhere/here.bin"))).isTrue();
    KnownFile other = KnownFile.random("there.bin", 300_000, 16);
    shares.with(other.saveIn(folder.resolve("share")));
    fetches.get(other.unsigned(), GetOptions.USUAL);
    assertThat(await(other.id(), TransferState.DONE).file())
        .contains(folder.resolve("share/there.bin"));
  }

  /** What we did not fetch is not ours to delete. */
  @Test
  void removingWithDataKeepsWhatWasThereBefore() throws Exception {
    KnownFile shared = KnownFile.random("original.bin", 300_000, 17);
    shares.with(shared.saveIn(folder.resolve("share")));
    fetches.get(shared.unsigned(), GetOptions.USUAL);
    await(shared.id(), TransferState.DONE);
    KnownFile file = KnownFile.random("lying there.bin", 300_000, 18);
    file.saveIn(folder.resolve("downloads"));
    TransferView added = fetches.add(file.torrent(), torrentOf(file), GetOptions.USUAL);
    await(added.id(), TransferState.SEEDING);

    fetches.remove(shared.id(), true).get(10, TimeUnit.SECONDS);
    fetches.remove(added.id(), true).get(10, TimeUnit.SECONDS);

    assertThat(shared.isAt(folder.resolve("share/original.bin"))).isTrue();
    assertThat(file.isAt(folder.resolve("downloads/lying there.bin"))).isTrue();
    stop();
    start();
    assertThat(fetches.list()).isEmpty();
  }

  /** A content without a byte has no torrent, and is fetched all the same. */
  @Test
  void anEmptyFileIsMade() throws Exception {
    KnownFile file = KnownFile.of("empty.txt", new byte[0]);

    fetches.get(file.unsigned(), GetOptions.USUAL);

    await(file.id(), TransferState.DONE);
    assertThat(folder.resolve("downloads/empty.txt")).isEmptyFile();
  }

  /** All matches are fetched a few at a time, and later ones too while the query is followed. */
  @Test
  void allMatchesAreFetchedAndFollowed() throws Exception {
    List<KnownFile> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      KnownFile file = KnownFile.random("song " + i + ".ogg", 100_000 + i, 20 + i);
      files.add(file);
      group.knows(file.unsigned());
      holder(i, file, RateLimits.UNLIMITED);
    }
    group.knows(KnownFile.random("else.txt", 1000, 30).unsigned());

    GetAllOutcome all = fetches.getAll(SearchQuery.of("song"), GetOptions.USUAL, true);

    assertThat(all.found()).isEqualTo(5);
    assertThat(all.started()).hasSize(5);
    for (KnownFile file : files) {
      await(file.id(), TransferState.DONE);
    }
    KnownFile later = KnownFile.random("song 6.ogg", 50_000, 31);
    group.knows(later.unsigned());
    holder(6, later, RateLimits.UNLIMITED);
    Awaitility.await()
        .until(() -> fetches.list().stream().anyMatch(t -> t.id().equals(later.id())));
    await(later.id(), TransferState.DONE);
    FollowedQuery following = fetches.following().getFirst();
    assertThat(following.started()).isEqualTo(6);

    fetches.remove(following.id(), false);
    assertThat(fetches.following()).isEmpty();
  }

  /** A tampered entry among many fails alone. */
  @Test
  void oneBadSignatureAmongAllFailsAlone() throws Exception {
    KnownFile good = KnownFile.random("a good.txt", 10_000, 40);
    KnownFile bad = KnownFile.random("a bad.txt", 10_000, 41);
    group.knows(good.unsigned());
    group.knows(bad.tampered(MemberKeys.drawn()));
    holder(1, good, RateLimits.UNLIMITED);

    fetches.getAll(SearchQuery.of("a "), GetOptions.USUAL, false);

    await(good.id(), TransferState.DONE);
    assertThat(await(bad.id(), TransferState.FAILED).problem().orElseThrow().code())
        .isEqualTo("bad-signature");
  }

  /** A magnet of the group's content finds its holders through the group. */
  @Test
  void aMagnetIsFetchedFromTheGroup() throws Exception {
    KnownFile file = KnownFile.random("linked.bin", 400_000, 50);
    group.knows(file.unsigned());
    holder(1, file, RateLimits.UNLIMITED);
    Magnet magnet = Magnet.of(file.torrent());

    TransferView begun = fetches.add(magnet, GetOptions.USUAL);

    await(begun.id(), TransferState.SEEDING);
    assertThat(file.isAt(folder.resolve("downloads/linked.bin"))).isTrue();
    assertThat(shares.read).containsExactly(folder.resolve("downloads/linked.bin"));
  }

  /** A torrent whose content lies there already is served, and not fetched under a new name. */
  @Test
  void anAddedTorrentTakesWhatLiesThere() throws Exception {
    KnownFile file = KnownFile.random("mine.bin", 400_000, 51);
    file.saveIn(folder.resolve("downloads"));

    TransferView added = fetches.add(file.torrent(), torrentOf(file), GetOptions.USUAL);

    TransferView seeding = await(added.id(), TransferState.SEEDING);
    assertThat(seeding.file()).contains(folder.resolve("downloads/mine.bin"));
    assertThat(seeding.downloaded()).isZero();
  }

  /** What lies there and is something else stays; the torrent's content gets another name. */
  @Test
  void anAddedTorrentLeavesOtherFilesAlone() throws Exception {
    KnownFile file = KnownFile.random("theirs.bin", 400_000, 52);
    KnownFile mine = KnownFile.random("theirs.bin", 400_000, 53);
    mine.saveIn(folder.resolve("downloads"));
    group.knows(file.unsigned());
    holder(1, file, RateLimits.UNLIMITED);

    TransferView added = fetches.add(file.torrent(), torrentOf(file), GetOptions.USUAL);

    await(added.id(), TransferState.SEEDING);
    assertThat(mine.isAt(folder.resolve("downloads/theirs.bin"))).isTrue();
    assertThat(file.isAt(folder.resolve("downloads/theirs (2).bin"))).isTrue();
  }

  private static byte[] torrentOf(KnownFile file) {
    Metainfo metainfo = file.torrent();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] layer = metainfo.pieceLayer(file.root()).orElseThrow();
    bytes.writeBytes("d4:info".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(metainfo.infoBytes());
    bytes.writeBytes("12:piece layersd32:".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(file.root().toBytes());
    bytes.writeBytes((layer.length + ":").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(layer);
    bytes.writeBytes("ee".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /** The limits of all together are kept over restarts. */
  @Test
  void limitsAreKept() throws Exception {
    fetches.setLimits(new RateLimits(1000, 2000));
    stop();
    start();
    assertThat(fetches.limits()).isEqualTo(new RateLimits(1000, 2000));
  }

  /** Ids may be shortened as long as they mean one transfer only. */
  @Test
  void ambiguousIdsAreRefused() {
    KnownFile one = KnownFile.random("same name", 1000, 60);
    KnownFile two = KnownFile.random("same name", 1000, 61);
    fetches.get(one.unsigned(), GetOptions.USUAL.asPaused());
    fetches.get(two.unsigned(), GetOptions.USUAL.asPaused());

    assertThatThrownBy(() -> fetches.details("same name"))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.candidates()).containsExactly(one.id(), two.id()));
    assertThatThrownBy(() -> fetches.details("no such thing"))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.NOT_FOUND));
  }

  /** A file that is changed while it is served is closed, and the shares hear of it. */
  @Test
  void aServedFileThatChangesIsWithdrawn() throws Exception {
    KnownFile file = KnownFile.random("served.bin", 2 * MIB, 70);
    FakeShares held = new FakeShares().with(file.saveIn(folder.resolve("holder")));
    Engine holder =
        Engine.open(
            local()
                .withLimits(new RateLimits(400_000, RateLimits.UNLIMITED))
                .withFinder(new OnDemandSeeds(held, group)));
    open.add(holder);
    group.holds(1, file.root(), addressOf(holder));
    fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> fetches.details(file.id()).transfer().done() > 0);

    Files.write(folder.resolve("holder/served.bin"), new byte[100]);

    Awaitility.await().until(() -> !held.withdrawn.isEmpty());
    Awaitility.await().until(() -> holder.torrents().isEmpty());
    assertThat(fetches.details(file.id()).transfer().isComplete()).isFalse();
  }
}
