package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Magnet;
import minibit.core.piece.Bitfield;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetAllOutcome;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.PeerView;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A daemon fetches from those of its group who hold a content, over loopback. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class FetchesTest {
  private static final int MIB = 1 << 20;

  /** All five holders give, one dies on the way, and nobody notices but the table of peers. */
  @Test
  void fiveHoldersGiveAndOneMayDie(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("big.bin", 12 * MIB, 1);
    List<Engine> holders = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      holders.add(daemon.holder(i, file, MIB));
    }
    TransferView begun = daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    assertThat(begun.isComplete()).isFalse();

    Awaitility.await()
        .until(
            () ->
                daemon.fetches.details(file.id()).peers().stream()
                        .filter(peer -> peer.downloaded() > 0)
                        .count()
                    == 5);
    holders.getFirst().close();

    TransferView done = daemon.await(file.id(), TransferState.DONE);
    assertThat(done.down()).isZero();
    assertThat(done.up()).isZero();
    assertThat(done.problem()).isEmpty();
    assertThat(file.isAt(daemon.folder.resolve("downloads/big.bin"))).isTrue();
    List<PeerView> peers = daemon.fetches.details(file.id()).peers();
    assertThat(peers)
        .extracting(peer -> peer.member().orElse("nobody"))
        .containsExactlyInAnyOrder("member1", "member2", "member3", "member4", "member5");
    assertThat(peers).allMatch(peer -> peer.downloaded() > 0);
    assertThat(peers.stream().mapToLong(PeerView::downloaded).sum())
        .isBetween(12L * MIB, 13L * MIB);
    assertThat(daemon.shares.contents).containsKey(file.root());
    assertThat(daemon.shares.read).isEmpty();
  }

  /** Only the named member is spoken to. */
  @Test
  void fromKeepsToThoseNamed(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("from.bin", 2 * MIB, 11);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.holder(2, file, 2 * MIB);
    daemon.holder(3, file, RateLimits.UNLIMITED);

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL.from(List.of(FakeGroup.idOf(2))));

    // Peers go when the file is whole, so they are noted while it comes.
    Set<String> seen = new TreeSet<>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              var details = daemon.fetches.details(file.id());
              details.peers().forEach(peer -> seen.add(peer.member().orElse("nobody")));
              return details.transfer().state() == TransferState.DONE;
            });
    assertThat(seen).containsExactly("member2");
  }

  /** A holder that comes later is found as soon as the tracker tells of it. */
  @Test
  void aNewHolderIsAskedAtOnce(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("late.bin", MIB, 5);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await()
        .until(
            () ->
                daemon.fetches.details(file.id()).transfer().problem().stream()
                    .anyMatch(problem -> problem.code().equals("no-holder")));

    daemon.holder(1, file, RateLimits.UNLIMITED);
    daemon.group.tell(file.root());

    assertThat(daemon.await(file.id(), TransferState.DONE).problem()).isEmpty();
  }

  /** Peers go on with each other when nobody is in office any more. */
  @Test
  void aDeadTrackerStopsNothing(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("steady.bin", 4 * MIB, 4);
    daemon.holder(1, file, 2 * MIB);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 0);

    daemon.group.dead = true;

    daemon.await(file.id(), TransferState.DONE);
    assertThat(file.isAt(daemon.folder.resolve("downloads/steady.bin"))).isTrue();
  }

  /** The tracker hears of our pieces while we fetch, and at the end that we fetch no more. */
  @Test
  void piecesAreReportedUntilItIsWhole(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("told.bin", 3 * MIB, 12);
    daemon.holder(1, file, MIB);

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    daemon.await(file.id(), TransferState.DONE);

    Awaitility.await().until(() -> daemon.group.reports.getLast().pieces().isEmpty());
    int pieces = file.torrent().geometry().pieces();
    List<Integer> counts =
        daemon.group.reports.stream()
            .filter(report -> report.pieces().isPresent())
            .map(r -> Bitfield.parse(r.pieces().get(), pieces).orElseThrow().count())
            .toList();
    assertThat(counts).isSorted().hasSizeGreaterThan(2);
    assertThat(counts.getFirst()).isZero();
    for (int i = 1; i < daemon.group.reports.size() - 1; i++) {
      assertThat(daemon.group.reports.get(i).nanos() - daemon.group.reports.get(i - 1).nanos())
          .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
    }
  }

  /** Another tracker knows nothing: it is told all we have. */
  @Test
  void anotherTrackerIsToldEverything(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("epoch.bin", 300_000, 13);
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.group.reports.size() == 1);

    daemon.fetches.onNewTracker();

    Awaitility.await().until(() -> daemon.group.reports.size() == 2);
    assertThat(daemon.group.reports.getLast().pieces()).isPresent();
  }

  /** A file that is changed while it is served is closed, and the shares hear of it. */
  @Test
  void aServedFileThatChangesIsWithdrawn(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("served.bin", 2 * MIB, 70);
    FakeShares held = new FakeShares().with(file.saveIn(daemon.folder.resolve("holder")));
    Engine holder =
        Engine.open(
            FetchingDaemon.local()
                .withLimits(new RateLimits(400_000, RateLimits.UNLIMITED))
                .withFinder(new OnDemandSeeds(held, daemon.group)));
    daemon.closes(holder);
    daemon.group.holds(1, file.root(), FetchingDaemon.addressOf(holder));
    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);
    Awaitility.await().until(() -> daemon.fetches.details(file.id()).transfer().done() > 0);

    Files.write(daemon.folder.resolve("holder/served.bin"), new byte[100]);

    Awaitility.await().until(() -> !held.withdrawn.isEmpty());
    Awaitility.await().until(() -> holder.torrents().isEmpty());
    assertThat(daemon.fetches.details(file.id()).transfer().isComplete()).isFalse();
  }

  /** A magnet of the group's content finds its holders through the group. */
  @Test
  void aMagnetIsFetchedFromTheGroup(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("linked.bin", 400_000, 50);
    daemon.group.knows(file.unsigned());
    daemon.holder(1, file, RateLimits.UNLIMITED);
    Magnet magnet = Magnet.of(file.torrent());

    TransferView begun = daemon.fetches.add(magnet, GetOptions.USUAL);

    daemon.await(begun.id(), TransferState.SEEDING);
    assertThat(file.isAt(daemon.folder.resolve("downloads/linked.bin"))).isTrue();
    assertThat(daemon.shares.read).containsExactly(daemon.folder.resolve("downloads/linked.bin"));
  }

  /** All matches are fetched a few at a time, and later ones too while the query is followed. */
  @Test
  void allMatchesAreFetchedAndFollowed(FetchingDaemon daemon) throws Exception {
    List<KnownFile> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      KnownFile file = KnownFile.random("song " + i + ".ogg", 100_000 + i, 20 + i);
      files.add(file);
      daemon.group.knows(file.unsigned());
      daemon.holder(i, file, RateLimits.UNLIMITED);
    }
    daemon.group.knows(KnownFile.random("else.txt", 1000, 30).unsigned());

    GetAllOutcome all = daemon.fetches.getAll(SearchQuery.of("song"), GetOptions.USUAL, true);

    assertThat(all.found()).isEqualTo(5);
    assertThat(all.started()).hasSize(5);
    for (KnownFile file : files) {
      daemon.await(file.id(), TransferState.DONE);
    }
    KnownFile later = KnownFile.random("song 6.ogg", 50_000, 31);
    daemon.group.knows(later.unsigned());
    daemon.holder(6, later, RateLimits.UNLIMITED);
    Awaitility.await()
        .until(() -> daemon.fetches.list().stream().anyMatch(t -> t.id().equals(later.id())));
    daemon.await(later.id(), TransferState.DONE);
    FollowedQuery following = daemon.fetches.following().getFirst();
    assertThat(following.started()).isEqualTo(6);

    daemon.fetches.remove(following.id(), false);
    assertThat(daemon.fetches.following()).isEmpty();
  }
}
