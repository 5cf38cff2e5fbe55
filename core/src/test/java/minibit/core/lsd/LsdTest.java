package minibit.core.lsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import org.junit.jupiter.api.Test;

class LsdTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final PeerAddress STRANGER = PeerAddress.of(new byte[] {10, 0, 0, 7}, 6771);

  private final Lsd lsd = new Lsd(6881, "mine", START);

  static InfoHash hash(int number) {
    return InfoHash.of(ByteBuffer.allocate(20).putInt(number).array());
  }

  @Test
  void aTorrentIsToldOfSoonAndEveryFiveMinutes() {
    lsd.handle(START, new LsdEvent.Wanted(hash(1), true));

    assertThat(times(tellings(Duration.ofMinutes(11))))
        .containsExactly(
            START.plusSeconds(1),
            START.plusSeconds(1).plus(Lsd.EVERY),
            START.plusSeconds(1).plus(Lsd.EVERY).plus(Lsd.EVERY));
  }

  @Test
  void aThousandTorrentsNeverMakeMoreThanOneDatagramAMinuteAndAllHaveTheirTurn() {
    for (int i = 0; i < 1000; i++) {
      lsd.handle(START, new LsdEvent.Wanted(hash(i), true));
    }

    Map<Instant, LsdAnnounce> told = tellings(Duration.ofMinutes(90));

    List<Instant> times = times(told);
    for (int i = 1; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - 1), times.get(i)))
          .isGreaterThanOrEqualTo(Lsd.BETWEEN);
    }
    Map<InfoHash, Integer> turns = new LinkedHashMap<>();
    told.values().forEach(it -> it.hashes().forEach(hash -> turns.merge(hash, 1, Integer::sum)));
    assertThat(turns).hasSize(1000);
    assertThat(turns.values()).allMatch(count -> count >= 2 && count <= 3);
  }

  @Test
  void whoReadsOnlyTheFirstInfoHashHearsOfAllInTime() {
    for (int i = 0; i < 3; i++) {
      lsd.handle(START, new LsdEvent.Wanted(hash(i), true));
    }

    List<InfoHash> firsts =
        tellings(Duration.ofMinutes(11)).values().stream()
            .map(announce -> announce.hashes().getFirst())
            .toList();

    assertThat(firsts).containsExactly(hash(0), hash(1), hash(2));
  }

  @Test
  void comingAndGoingMakesNobodyTellEarly() {
    lsd.handle(START, new LsdEvent.Wanted(hash(1), true));
    Instant now = START.plusSeconds(2);
    assertThat(lsd.handle(now, new LsdEvent.DeadlineReached())).hasSize(1);

    for (int i = 0; i < 100; i++) {
      lsd.handle(now, new LsdEvent.Unwanted(hash(1)));
      lsd.handle(now, new LsdEvent.Wanted(hash(1), true));
    }

    assertThat(lsd.deadline()).isEqualTo(now.plus(Lsd.EVERY));
    lsd.handle(now, new LsdEvent.Unwanted(hash(1)));
    assertThat(lsd.deadline()).isEqualTo(Instant.MAX);
  }

  @Test
  void aLinkHearsAndDoesNotTell() {
    lsd.handle(START, new LsdEvent.Wanted(hash(1), false));

    assertThat(lsd.deadline()).isEqualTo(Instant.MAX);
    assertThat(hear(START, STRANGER, 4000, "theirs", hash(1)))
        .containsExactly(new LsdEffect.PeerFound(hash(1), STRANGER.withPort(4000)));
  }

  @Test
  void ourOwnAndWhatNobodyWantsIsPassedOver() {
    lsd.handle(START, new LsdEvent.Wanted(hash(1), true));

    assertThat(hear(START, STRANGER, 4000, "mine", hash(1))).isEmpty();
    assertThat(hear(START, STRANGER, 4000, "theirs", hash(2))).isEmpty();
    assertThat(hear(START, STRANGER, 4000, "theirs", hash(2), hash(1))).hasSize(1);
  }

  @Test
  void aFloodIsReadUpToItsLimits() {
    lsd.handle(START, new LsdEvent.Wanted(hash(1), true));
    int ofOne = 0;
    for (int i = 0; i < 1000; i++) {
      ofOne += hear(START, STRANGER, 1 + i, "theirs", hash(1)).size();
    }
    assertThat(ofOne).isEqualTo(Strangers.READ_PER_HOST);

    int ofAll = 0;
    for (int second = 1; second < 59; second++) {
      for (int i = 0; i < 1000; i++) {
        PeerAddress host = PeerAddress.of(new byte[] {10, 1, (byte) (i >> 8), (byte) i}, 6771);
        ofAll += hear(START.plusSeconds(second), host, 4000, "theirs", hash(1)).size();
      }
    }
    assertThat(ofOne + ofAll).isEqualTo(Strangers.LEARNT_PER_TORRENT);
    assertThat(lsd.status().heard())
        .isEqualTo(Strangers.READ_PER_HOST + 58L * Strangers.READ_PER_SECOND);
    assertThat(hear(START.plusSeconds(61), STRANGER, 9, "theirs", hash(1))).hasSize(1);
  }

  private List<LsdEffect> hear(
      Instant now, PeerAddress from, int port, String cookie, InfoHash... hashes) {
    byte[] packet =
        LsdCodec.encode(LsdGroup.IPV4, new LsdAnnounce(port, List.of(hashes), Optional.of(cookie)));
    return lsd.handle(now, new LsdEvent.Received(from, packet));
  }

  /** What is told within a time, asked at every deadline and often between them. */
  private Map<Instant, LsdAnnounce> tellings(Duration time) {
    Map<Instant, LsdAnnounce> told = new LinkedHashMap<>();
    for (Instant now = START; now.isBefore(START.plus(time)); now = now.plusMillis(500)) {
      for (LsdEffect effect : lsd.handle(now, new LsdEvent.DeadlineReached())) {
        if (effect instanceof LsdEffect.Tell(LsdAnnounce announce)) {
          told.put(now, announce);
        }
      }
    }
    return told;
  }

  private static List<Instant> times(Map<Instant, LsdAnnounce> told) {
    return new ArrayList<>(told.keySet());
  }
}
