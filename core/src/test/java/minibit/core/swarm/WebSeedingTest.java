package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;
import org.junit.jupiter.api.Test;

/** A swarm asks web servers, and knows what to think of them. */
class WebSeedingTest {
  private static final int PIECE = 256 * 1024;
  private static final String URL = "http://a/";

  private Instant now = Instant.EPOCH.plusSeconds(1_000_000);
  private final List<SwarmEffect> effects = new ArrayList<>();

  private Swarm swarm(int pieces, Wishes wishes, int... have) {
    Bitfield verified = new Bitfield(pieces);
    for (int piece : have) {
      verified.set(piece);
    }
    InfoHashes hashes = InfoHashes.v1(InfoHash.ofHex("ab".repeat(20)));
    SplittableGenerator random =
        RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom").create(5);
    return new Swarm(
        SwarmSetup.of(
            hashes, Geometry.linear((long) pieces * PIECE, PIECE), verified, PeerId.random(random)),
        wishes,
        SwarmSettings.DEFAULTS,
        SwarmWatch.NONE,
        random);
  }

  private List<SwarmEffect.Fetch> tell(Swarm swarm, SwarmEvent event) {
    List<SwarmEffect> fresh = swarm.handle(now, event);
    effects.addAll(fresh);
    return fetches(fresh);
  }

  private static List<SwarmEffect.Fetch> fetches(List<SwarmEffect> effects) {
    return effects.stream()
        .filter(SwarmEffect.Fetch.class::isInstance)
        .map(SwarmEffect.Fetch.class::cast)
        .toList();
  }

  /** Lets time pass, and does what is due in it. */
  private List<SwarmEffect.Fetch> wait(Swarm swarm, Duration time) {
    List<SwarmEffect.Fetch> fetches = new ArrayList<>();
    Instant until = now.plus(time);
    while (!swarm.deadline().isAfter(until)) {
      now = swarm.deadline().isAfter(now) ? swarm.deadline() : now.plusMillis(1);
      fetches.addAll(tell(swarm, new SwarmEvent.DeadlineReached()));
    }
    now = until;
    return fetches;
  }

  private static SwarmEvent found(String... addresses) {
    return new SwarmEvent.WebSeedsFound(List.of(addresses));
  }

  private static List<Integer> pieces(SwarmEffect.Fetch fetch) {
    return fetch.blocks().stream().map(Block::piece).distinct().toList();
  }

  private void deliver(Swarm swarm, SwarmEffect.Fetch fetch, boolean good) {
    tell(swarm, new SwarmEvent.BlocksReceived(fetch.seed(), fetch.blocks(), List.of()));
    for (int piece : pieces(fetch)) {
      tell(swarm, good ? new SwarmEvent.PieceVerified(piece) : new SwarmEvent.PieceFailed(piece));
    }
  }

  private static SwarmEvent ended(SwarmEffect.Fetch fetch, FetchEnd end) {
    return new SwarmEvent.FetchEnded(fetch.seed(), fetch.run(), end);
  }

  @Test
  void twoRunsAreAskedForInTheLongestGap() {
    // Pieces 0-1 and 3-99 are missing.
    Swarm swarm = swarm(100, Wishes.ALL, 2);

    List<SwarmEffect.Fetch> fetches = tell(swarm, found(URL));

    assertThat(fetches).hasSize(2);
    assertThat(pieces(fetches.get(0))).hasSize(16).startsWith(3);
    assertThat(pieces(fetches.get(1))).hasSize(16).startsWith(19);
    assertThat(fetches).allMatch(fetch -> fetch.address().equals(URL));
  }

  @Test
  void theFirstRunOfAllBeginsAnywhere() {
    Swarm swarm = swarm(1000, Wishes.ALL);

    List<SwarmEffect.Fetch> fetches = tell(swarm, found(URL));

    assertThat(pieces(fetches.getFirst()).getFirst()).isPositive();
  }

  @Test
  void aReaderGetsItInOrder() {
    Swarm swarm = swarm(1000, new Wishes(List.of(), true), 3);

    List<SwarmEffect.Fetch> fetches = tell(swarm, found(URL));

    assertThat(pieces(fetches.get(0))).containsExactly(0, 1, 2);
    assertThat(pieces(fetches.get(1)).getFirst()).isEqualTo(4);
  }

  @Test
  void aWholeTorrentComes() {
    Swarm swarm = swarm(200, Wishes.ALL);
    List<SwarmEffect.Fetch> open = new ArrayList<>(tell(swarm, found(URL)));
    int requests = 0;

    while (!open.isEmpty()) {
      SwarmEffect.Fetch next = open.removeFirst();
      requests++;
      now = now.plusMillis(100);
      deliver(swarm, next, true);
      open.addAll(tell(swarm, ended(next, new FetchEnd.Whole())));
    }

    assertThat(swarm.isFinished()).isTrue();
    assertThat(effects).contains(new SwarmEffect.Completed());
    assertThat(requests).isLessThan(15);
    assertThat(swarm.deadline()).as("nothing to do any more").isEqualTo(Instant.MAX);
  }

  @Test
  void aSeedThatIsBusyIsLeftAloneAsLongAsItWants() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();
    FetchEnd busy = new FetchEnd.Later(WebFault.BUSY, Optional.of(Duration.ofSeconds(90)));

    assertThat(tell(swarm, ended(fetch, busy))).isEmpty();
    assertThat(wait(swarm, Duration.ofSeconds(89))).isEmpty();
    assertThat(wait(swarm, Duration.ofSeconds(2))).hasSize(1);
  }

  @Test
  void faultsInARowMakeTheWaitsLongerUpToABound() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();
    List<Long> waits = new ArrayList<>();

    for (int i = 0; i < 12; i++) {
      tell(swarm, ended(fetch, new FetchEnd.Later(WebFault.BROKEN)));
      Instant since = now;
      List<SwarmEffect.Fetch> next = List.of();
      while (next.isEmpty()) {
        next = wait(swarm, Duration.ofSeconds(1));
      }
      waits.add(Duration.between(since, now).toSeconds());
      fetch = next.getFirst();
    }

    assertThat(waits).isSorted().startsWith(5L, 10L, 20L).endsWith(600L);
  }

  @Test
  void whoHasNothingIsNeverAskedAgainAndOthersTakeOver() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();

    tell(swarm, ended(fetch, new FetchEnd.Never(WebFault.NOT_FOUND)));
    List<SwarmEffect.Fetch> others = tell(swarm, found(URL, "http://b/"));

    assertThat(others).extracting(SwarmEffect.Fetch::address).containsOnly("http://b/");
    assertThat(wait(swarm, Duration.ofMinutes(1)))
        .extracting(SwarmEffect.Fetch::address)
        .doesNotContain(URL);
    SwarmStatus.WebSeed seed = swarm.status(now).webSeeds().getFirst();
    assertThat(seed.useless()).isTrue();
    assertThat(seed.fault()).contains(WebFault.NOT_FOUND);
  }

  @Test
  void aCorruptPieceFromOneSeedAloneEndsIt() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();

    deliver(swarm, fetch, false);

    assertThat(swarm.status(now).webSeeds().getFirst().fault()).contains(WebFault.CORRUPT);
    assertThat(swarm.status(now).unheld()).isEqualTo(10);
    assertThat(wait(swarm, Duration.ofHours(1))).isEmpty();
  }

  @Test
  void silenceEndsARunAndIsAFault() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();

    wait(swarm, Duration.ofSeconds(61));

    assertThat(effects).contains(new SwarmEffect.StopFetch(fetch.seed(), fetch.run()));
    assertThat(swarm.status(now).webSeeds().getFirst().fault()).contains(WebFault.SILENT);
  }

  @Test
  void whatASilentSeedOwesIsAskedOfAnother() {
    Swarm swarm = swarm(10, Wishes.ALL);
    List<SwarmEffect.Fetch> first = tell(swarm, found(URL));
    assertThat(first).hasSize(1);
    assertThat(tell(swarm, found("http://b/"))).isEmpty();

    List<SwarmEffect.Fetch> second = wait(swarm, Duration.ofSeconds(15));

    assertThat(second).isNotEmpty();
    assertThat(second).extracting(SwarmEffect.Fetch::address).containsOnly("http://b/");
    assertThat(second.stream().flatMap(fetch -> fetch.blocks().stream()))
        .containsExactlyInAnyOrderElementsOf(first.getFirst().blocks());
  }

  @Test
  void theRestOfABrokenRunIsAskedAgainAndNoMore() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();
    List<Block> came = fetch.blocks().subList(0, 21);
    tell(swarm, new SwarmEvent.BlocksReceived(fetch.seed(), came, List.of()));
    tell(swarm, new SwarmEvent.PieceVerified(0));

    tell(swarm, ended(fetch, new FetchEnd.Later(WebFault.BROKEN)));
    List<Block> again = new ArrayList<>();
    for (int i = 0; i < 100 && again.size() < fetch.blocks().size() - 21; i++) {
      for (SwarmEffect.Fetch next : wait(swarm, Duration.ofSeconds(1))) {
        again.addAll(next.blocks());
        deliver(swarm, next, true);
        tell(swarm, ended(next, new FetchEnd.Whole())).forEach(f -> again.addAll(f.blocks()));
      }
    }

    assertThat(again).doesNotContainAnyElementsOf(came).doesNotHaveDuplicates();
  }

  @Test
  void aMissingFileKeepsItsPiecesFromThatServerAlone() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();

    List<SwarmEffect.Fetch> next =
        tell(swarm, ended(fetch, new FetchEnd.Lacking(WebFault.NOT_FOUND, 3, 5)));
    List<SwarmEffect.Fetch> others = tell(swarm, found("http://b/"));

    assertThat(next).flatExtracting(WebSeedingTest::pieces).containsExactly(6, 7, 8, 9, 0, 1, 2);
    assertThat(others).flatExtracting(WebSeedingTest::pieces).containsExactly(3, 4, 5);
    SwarmStatus.WebSeed seed = swarm.status(now).webSeeds().getFirst();
    assertThat(seed.useless()).isFalse();
    assertThat(seed.lacks()).isEqualTo(3);
    assertThat(swarm.status(now).copies()).as("the other one's").isEqualTo(1);
  }

  @Test
  void whoLacksEverythingOrTooMuchInARowIsAskedNoMore() {
    Swarm small = swarm(4, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(small, found(URL)).getFirst();
    tell(small, ended(fetch, new FetchEnd.Lacking(WebFault.NOT_FOUND, 0, 3)));
    Swarm large = swarm(1000, Wishes.ALL);
    List<SwarmEffect.Fetch> open = new ArrayList<>(tell(large, found(URL)));
    int requests = 0;
    while (!open.isEmpty() && requests < 1000) {
      SwarmEffect.Fetch next = open.removeFirst();
      int first = pieces(next).getFirst();
      requests++;
      open.addAll(tell(large, ended(next, new FetchEnd.Lacking(WebFault.NOT_FOUND, first, first))));
    }

    assertThat(small.status(now).webSeeds().getFirst().useless()).isTrue();
    assertThat(small.status(now).unheld()).isEqualTo(4);
    assertThat(large.status(now).webSeeds().getFirst().useless()).isTrue();
    assertThat(large.status(now).unheld()).isEqualTo(1000);
    assertThat(requests).isLessThan(40);
  }

  @Test
  void whoSendsWholeFilesIsAskedInOrderForOneRunAtATime() {
    Swarm swarm = swarm(100, Wishes.ALL);
    List<SwarmEffect.Fetch> first = tell(swarm, found(URL));
    tell(swarm, ended(first.get(0), new FetchEnd.WholeFiles()));
    List<SwarmEffect.Fetch> next = tell(swarm, ended(first.get(1), new FetchEnd.WholeFiles()));
    List<Integer> asked = new ArrayList<>();

    while (!next.isEmpty()) {
      assertThat(next).singleElement().matches(SwarmEffect.Fetch::wholeFiles);
      asked.addAll(pieces(next.getFirst()));
      now = now.plusMillis(100);
      deliver(swarm, next.getFirst(), true);
      next = tell(swarm, ended(next.getFirst(), new FetchEnd.Whole()));
    }

    assertThat(asked).isSorted().hasSize(100);
    assertThat(swarm.isFinished()).isTrue();
  }

  /** A server that sends whole files only, asked for its first run. */
  private SwarmEffect.Fetch wholeFiles(Swarm swarm) {
    List<SwarmEffect.Fetch> first = tell(swarm, found(URL));
    List<SwarmEffect.Fetch> next = List.of();
    for (SwarmEffect.Fetch fetch : first) {
      next = tell(swarm, ended(fetch, new FetchEnd.WholeFiles()));
    }
    return next.getFirst();
  }

  /** Others bring what the first was asked for. */
  private void overtake(Swarm swarm, SwarmEffect.Fetch slow, SwarmEffect.Fetch others) {
    tell(swarm, new SwarmEvent.BlocksReceived(others.seed(), slow.blocks(), List.of()));
    pieces(slow).forEach(piece -> tell(swarm, new SwarmEvent.PieceVerified(piece)));
  }

  @Test
  void whoSendsWholeFilesReadsOnWhenOthersAreFaster() {
    Swarm swarm = swarm(100, Wishes.ALL);
    SwarmEffect.Fetch slow = wholeFiles(swarm);
    List<SwarmEffect.Fetch> others = tell(swarm, found("http://b/"));
    assertThat(pieces(slow)).startsWith(0).hasSize(16);
    assertThat(others).flatExtracting(WebSeedingTest::pieces).startsWith(16).hasSize(32);

    overtake(swarm, slow, others.getFirst());
    wait(swarm, Duration.ofSeconds(5));
    tell(swarm, new SwarmEvent.BlocksReceived(slow.seed(), List.of(), slow.blocks()));
    List<SwarmEffect.Fetch> next = tell(swarm, ended(slow, new FetchEnd.Whole()));

    assertThat(effects).doesNotContain(new SwarmEffect.StopFetch(slow.seed(), slow.run()));
    assertThat(next).singleElement().matches(SwarmEffect.Fetch::wholeFiles);
    assertThat(pieces(next.getFirst())).as("behind what others were asked for").startsWith(48);
  }

  @Test
  void whoSendsWholeFilesStopsWhereNothingFollowsThatIsWanted() {
    Swarm swarm = swarm(20, Wishes.ALL);
    SwarmEffect.Fetch slow = wholeFiles(swarm);
    List<SwarmEffect.Fetch> others = new ArrayList<>(tell(swarm, found("http://b/")));
    others.addAll(wait(swarm, Duration.ofSeconds(2)));

    overtake(swarm, slow, others.getFirst());
    wait(swarm, Duration.ofSeconds(2));

    assertThat(effects).contains(new SwarmEffect.StopFetch(slow.seed(), slow.run()));
  }

  @Test
  void whoPassesOverBytesIsNotSilent() {
    Swarm swarm = swarm(10, Wishes.ALL);
    SwarmEffect.Fetch fetch = tell(swarm, found(URL)).getFirst();

    for (int i = 0; i < 200; i++) {
      wait(swarm, Duration.ofSeconds(1));
      tell(swarm, new SwarmEvent.FetchPassed(fetch.seed(), fetch.run()));
    }

    assertThat(effects).doesNotContain(new SwarmEffect.StopFetch(fetch.seed(), fetch.run()));
    assertThat(swarm.status(now).webSeeds().getFirst().fault()).isEmpty();
  }

  @Test
  void onlySoManySeedsAreKept() {
    Swarm swarm = swarm(10, Wishes.ALL);
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      many.add("http://" + i + "/");
    }

    tell(swarm, new SwarmEvent.WebSeedsFound(many));

    assertThat(swarm.status(now).webSeeds()).hasSize(WebSources.MAX);
  }

  @Test
  void whoNeedsNothingAsksNobody() {
    Swarm swarm = swarm(4, Wishes.ALL, 0, 1, 2, 3);

    assertThat(tell(swarm, found(URL))).isEmpty();
    assertThat(swarm.deadline()).isEqualTo(Instant.MAX);
  }
}
