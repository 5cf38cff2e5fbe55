package minibit.core.announce;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.testing.Seeds;
import org.junit.jupiter.api.Test;

/** When and to whom a torrent announces itself, in virtual time against scripted trackers. */
class AnnouncerTest {
  private static final InfoHash V1 = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
  private static final InfoHash V2 = InfoHash.ofHex("ab".repeat(32));
  private static final PeerAddress PEER = PeerAddress.of(new byte[] {10, 0, 0, 7}, 6881);
  private static final AnnounceResponse SILENCE = new AnnounceResponse.Failed("timeout", "silent");

  /** One torrent, its trackers, and the time. */
  private static final class World {
    final TreeMap<String, Function<AnnounceRequest, AnnounceResponse>> trackers = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    final List<AnnouncerEffect> effects = new ArrayList<>();
    final Announcer announcer;
    Instant now = Instant.EPOCH;
    Progress progress = new Progress(0, 0, 1000, 9);

    World(InfoHashes hashes, long seed, List<List<String>> tiers) {
      PeerId id = PeerId.random(new Random(seed));
      announcer =
          new Announcer(
              new AnnounceIdentity(hashes, id, 6881, 5), tiers, new SplittableRandom(seed));
      tiers.forEach(tier -> tier.forEach(url -> trackers.put(host(url), _ -> SILENCE)));
    }

    World(List<List<String>> tiers) {
      this(InfoHashes.v1(V1), 1, tiers);
    }

    static String host(String url) {
      return TrackerUrl.parse(url).map(TrackerUrl::host).orElse("");
    }

    World answers(String host, AnnounceResponse response) {
      trackers.put(host, _ -> response);
      return this;
    }

    void tell(AnnouncerEvent event) {
      List<AnnouncerEffect> asked = announcer.handle(now, progress, event);
      effects.addAll(asked);
      for (AnnouncerEffect effect : asked) {
        if (effect instanceof AnnouncerEffect.Ask(long ticket, TrackerUrl tracker, var request)) {
          log.add(
              Duration.between(Instant.EPOCH, now).toSeconds()
                  + " "
                  + tracker.host()
                  + " "
                  + request.event()
                  + (request.hash().equals(V1) ? "" : " v2"));
          tell(
              new AnnouncerEvent.Answered(
                  ticket, requireNonNull(trackers.get(tracker.host())).apply(request)));
        }
      }
    }

    void runUntil(long second) {
      Instant end = Instant.EPOCH.plusSeconds(second);
      int turns = 0;
      while (!announcer.deadline().isAfter(end)) {
        now = announcer.deadline().isAfter(now) ? announcer.deadline() : now;
        tell(new AnnouncerEvent.DeadlineReached());
        assertThat(++turns).as("a deadline must move").isLessThan(100_000);
      }
      now = end;
    }
  }

  private static AnnounceResponse good(long interval, Optional<Duration> minimal) {
    return new AnnounceResponse.Accepted(
        Duration.ofSeconds(interval),
        minimal,
        OptionalLong.of(1),
        OptionalLong.of(2),
        OptionalLong.empty(),
        List.of(PEER),
        Optional.empty(),
        Optional.of("tid"),
        Optional.empty());
  }

  private static AnnounceResponse good(long interval) {
    return good(interval, Optional.empty());
  }

  @Test
  void intervalIsKeptAndEachEventGoesOutOnce() {
    World world = new World(List.of(List.of("http://a/announce"))).answers("a", good(600));
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(700);
    world.tell(new AnnouncerEvent.Completed());
    world.tell(new AnnouncerEvent.Completed());
    world.progress = new Progress(0, 1000, 0, 9);
    world.runUntil(1400);
    world.tell(new AnnouncerEvent.Stopping());
    world.tell(new AnnouncerEvent.Stopping());
    world.runUntil(9999);

    assertThat(world.log)
        .containsExactly(
            "0 a STARTED", "600 a NONE", "700 a COMPLETED", "1300 a NONE", "1400 a STOPPED");
    assertThat(world.effects)
        .contains(
            new AnnouncerEffect.PeersFound(
                TrackerUrl.parse("http://a/announce").orElseThrow(), List.of(PEER)))
        .filteredOn(AnnouncerEffect.Stopped.class::isInstance)
        .hasSize(1);
  }

  @Test
  void whoWasCompleteAtTheStartCompletesNothing() {
    World world = new World(List.of(List.of("http://a/"))).answers("a", good(600));
    world.progress = new Progress(0, 0, 0, 0);
    world.tell(new AnnouncerEvent.Started());
    world.tell(new AnnouncerEvent.Completed());
    world.runUntil(601);
    assertThat(world.log).containsExactly("0 a STARTED", "600 a NONE");
  }

  /** Completed while nobody listened: told after the tracker took the start. */
  @Test
  void completionIsRepeatedUntilTaken() {
    World world = new World(List.of(List.of("http://a/")));
    world.tell(new AnnouncerEvent.Started());
    world.tell(new AnnouncerEvent.Completed());
    world.answers("a", good(600));
    world.runUntil(60);
    assertThat(world.log).containsExactly("0 a STARTED", "5 a STARTED", "5 a COMPLETED");
  }

  @Test
  void failureFallsToTheNextTierAndTheNextRoundBeginsAtTheTop() {
    World world =
        new World(List.of(List.of("http://a/"), List.of("http://b/"), List.of("http://c/")))
            .answers("b", good(600));
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(600);
    world.answers("a", good(300));
    world.runUntil(1200);
    world.tell(new AnnouncerEvent.Stopping());

    assertThat(world.log)
        .containsExactly(
            "0 a STARTED",
            "0 b STARTED",
            "600 a STARTED",
            "600 b NONE",
            "1200 a STARTED",
            "1200 a STOPPED",
            "1200 b STOPPED");
  }

  @Test
  void theOneThatAnswersMovesToTheFrontOfItsTier() {
    World world = new World(List.of(List.of("http://a/", "http://b/", "http://c/")));
    world.answers("b", good(600));
    world.tell(new AnnouncerEvent.Started());
    int tried = world.log.size();
    world.runUntil(600);
    assertThat(world.log).hasSize(tried + 1).last().isEqualTo("600 b NONE");
  }

  /** Who comes first in a tier is chance, and the injected chance at that. */
  @Test
  void tiersAreShuffledInside() {
    Set<String> firsts = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      World world =
          new World(
              InfoHashes.v1(V1),
              seed,
              List.of(List.of("http://a/", "http://b/"), List.of("http://c/")));
      world.tell(new AnnouncerEvent.Started());
      assertThat(world.log).hasSize(3).last().isEqualTo("0 c STARTED");
      firsts.add(world.log.getFirst());
    }
    assertThat(firsts).hasSize(2);
  }

  @Test
  void hybridAnnouncesBothNames() {
    World world =
        new World(InfoHashes.hybrid(V1, V2), 1, List.of(List.of("http://a/")))
            .answers("a", good(600));
    world.tell(new AnnouncerEvent.Started());
    world.tell(new AnnouncerEvent.Stopping());
    assertThat(world.log)
        .containsExactly("0 a STARTED", "0 a STARTED v2", "0 a STOPPED", "0 a STOPPED v2");
  }

  /** Fewer than two peers: asked again within half a minute, for as long as it lasts. */
  @Test
  void lonelyDownloadAsksAgainSoon() {
    World world = new World(List.of(List.of("http://a/"))).answers("a", good(1800));
    world.progress = new Progress(0, 0, 10, 1);
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(60);
    world.progress = new Progress(0, 0, 10, 2);
    world.runUntil(500);
    world.progress = new Progress(0, 0, 10, 0);
    world.runUntil(510);

    assertThat(world.log).hasSize(4).startsWith("0 a STARTED", "25 a NONE", "50 a NONE");
    assertThat(world.log.getLast()).matches("50[0-9] a NONE");
  }

  @Test
  void lonelySeederDoesNotHurry() {
    World world = new World(List.of(List.of("http://a/"))).answers("a", good(1800));
    world.progress = new Progress(0, 0, 0, 0);
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(1799);
    assertThat(world.log).containsExactly("0 a STARTED");
  }

  @Test
  void minimalIntervalStandsAboveLonelinessAndHurry() {
    World world =
        new World(List.of(List.of("http://a/")))
            .answers("a", good(600, Optional.of(Duration.ofSeconds(120))));
    world.progress = new Progress(0, 0, 10, 0);
    world.tell(new AnnouncerEvent.Started());
    world.tell(new AnnouncerEvent.Hurry());
    world.runUntil(250);
    assertThat(world.log).containsExactly("0 a STARTED", "120 a NONE", "240 a NONE");
  }

  /** A tracker that is away is found again soon by a lonely download, and left alone by others. */
  @Test
  void silentTrackerIsLeftAloneForLongerAndLonger() {
    World world = new World(List.of(List.of("http://a/")));
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(3 * 3600);
    assertThat(world.log)
        .startsWith("0 a STARTED", "5 a STARTED", "15 a STARTED", "35 a STARTED", "75 a STARTED")
        .hasSizeLessThan(16);

    World lonely = new World(List.of(List.of("http://a/")));
    lonely.progress = new Progress(0, 0, 10, 0);
    lonely.tell(new AnnouncerEvent.Started());
    lonely.runUntil(3000);
    lonely.log.clear();
    lonely.answers("a", good(600));
    lonely.progress = new Progress(0, 0, 10, 0);
    lonely.runUntil(3030);
    assertThat(lonely.log).isNotEmpty();
  }

  @Test
  void refusalHoldsAsLongAsTheTrackerSays() {
    World world =
        new World(List.of(List.of("http://a/"), List.of("http://b/")))
            .answers(
                "a",
                new AnnounceResponse.Refused(
                    "busy", new AnnounceResponse.Retry.After(Duration.ofMinutes(30))))
            .answers("b", new AnnounceResponse.Refused("no", new AnnounceResponse.Retry.Never()));
    world.progress = new Progress(0, 0, 10, 0);
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(1801);
    assertThat(world.log).containsExactly("0 a STARTED", "0 b STARTED", "1800 a STARTED");
  }

  /** The tracker's id goes back to it, and to it alone. */
  @Test
  void trackerIdIsGivenBack() {
    World world = new World(List.of(List.of("http://a/"))).answers("a", good(600));
    List<String> ids = new ArrayList<>();
    world.trackers.put(
        "a",
        request -> {
          ids.add(request.trackerId());
          return good(600);
        });
    world.tell(new AnnouncerEvent.Started());
    world.runUntil(600);
    assertThat(ids).containsExactly("", "tid");
  }

  /** Trackers that do not take our end hold nobody longer than five seconds. */
  @Test
  void stoppingEndsWithoutAnswers() {
    World world = new World(List.of(List.of("http://a/"))).answers("a", good(600));
    world.tell(new AnnouncerEvent.Started());
    List<AnnouncerEffect> asked =
        world.announcer.handle(world.now, world.progress, new AnnouncerEvent.Stopping());
    assertThat(asked).hasSize(1).first().isInstanceOf(AnnouncerEffect.Ask.class);
    assertThat(world.announcer.deadline()).isEqualTo(world.now.plusSeconds(5));
    world.runUntil(5);
    assertThat(world.effects.getLast()).isEqualTo(new AnnouncerEffect.Stopped());
  }

  @Test
  void withoutTrackersNothingHappens() {
    World world = new World(List.of(List.of("wss://a/", "nonsense")));
    world.tell(new AnnouncerEvent.Started());
    assertThat(world.announcer.deadline()).isEqualTo(Instant.MAX);
    world.tell(new AnnouncerEvent.Stopping());
    assertThat(world.effects).containsExactly(new AnnouncerEffect.Stopped());
  }

  /**
   * Whatever trackers answer: one start taken by each, one completion at most, no announce between
   * events closer than the minimal interval, one stop for each that took a start.
   */
  @Seeds(200)
  void promisesHoldAgainstMoodyTrackers(long seed) {
    Random random = new Random(seed);
    World world =
        new World(
            InfoHashes.v1(V1),
            seed,
            List.of(List.of("http://a/", "udp://b:1/"), List.of("http://c/")));
    Set<String> started = new TreeSet<>();
    List<String> stopped = new ArrayList<>();
    int[] completed = new int[1];
    for (String host : List.of("a", "b", "c")) {
      Instant[] last = {Instant.MIN};
      world.trackers.put(
          host,
          request -> {
            if (random.nextInt(3) == 0 && request.event() != AnnounceEvent.STOPPED) {
              return SILENCE;
            }
            switch (request.event()) {
              case STARTED -> assertThat(started.add(host)).isTrue();
              case COMPLETED -> completed[0]++;
              case STOPPED -> stopped.add(host);
              case NONE -> assertThat(world.now).isAfterOrEqualTo(last[0].plusSeconds(20));
            }
            last[0] = world.now;
            return good(300, Optional.of(Duration.ofSeconds(20)));
          });
    }
    world.tell(new AnnouncerEvent.Started());
    for (int i = 1; i < 40; i++) {
      world.progress = new Progress(i, i, i < 20 ? 100 : 0, random.nextInt(4));
      if (i == 20) {
        world.tell(new AnnouncerEvent.Completed());
      }
      if (random.nextInt(5) == 0) {
        world.tell(new AnnouncerEvent.Hurry());
      }
      world.runUntil(i * 60L);
    }
    world.tell(new AnnouncerEvent.Stopping());

    assertThat(completed[0]).isEqualTo(1);
    assertThat(stopped).containsExactlyInAnyOrderElementsOf(started);
    assertThat(started).isNotEmpty();
  }
}
