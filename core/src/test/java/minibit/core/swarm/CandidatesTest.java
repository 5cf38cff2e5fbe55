package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.id.PeerAddress;
import minibit.core.swarm.SwarmEvent.PeerSource;
import org.junit.jupiter.api.Test;

/** Who is kept of more addresses than there is room for. */
class CandidatesTest {
  private static final PeerAddress NEWCOMER = World.address(60_000);

  private final Candidates candidates = new Candidates(new SplittableRandom(1));
  private final List<PeerAddress> dialled = new ArrayList<>();
  private Instant now = World.BEGINNING;

  @Test
  void aNewcomerIsDialledAlsoAfterAFullBookOfDeadOnes() {
    found(PeerSource.TRACKER, 0, Candidates.MAX);
    dialInVain(Duration.ofHours(1));
    dialled.clear();

    candidates.found(NEWCOMER, PeerSource.TRACKER, now);
    dialInVain(Duration.ofSeconds(1));

    assertThat(dialled).contains(NEWCOMER);
    assertThat(candidates.count()).isEqualTo(Candidates.MAX);
  }

  @Test
  void soIsOneToldByPeersAfterAsManyDeadAsPeersMayTellOf() {
    found(PeerSource.TRACKER, 0, 10);
    found(PeerSource.PEX, 10, Candidates.MAX_FROM_PEERS);
    dialInVain(Duration.ofHours(1));

    candidates.found(NEWCOMER, PeerSource.PEX, now);

    assertThat(candidates.addresses())
        .contains(NEWCOMER)
        .containsAll(addresses(0, 10))
        .hasSize(10 + Candidates.MAX_FROM_PEERS);
  }

  @Test
  void whoFailedLongestOfThoseThatFailedMostGivesWay() {
    found(PeerSource.TRACKER, 0, 1);
    dialInVain(Duration.ofMinutes(10));
    found(PeerSource.TRACKER, 1, Candidates.MAX - 1);
    dialInVain(Duration.ofMinutes(10));
    int most = dialled.stream().filter(World.address(0)::equals).toList().size();
    assertThat(dialled.stream().filter(World.address(1)::equals)).hasSizeLessThan(most);

    candidates.found(NEWCOMER, PeerSource.TRACKER, now);

    assertThat(candidates.addresses()).doesNotContain(World.address(0)).contains(NEWCOMER);
  }

  @Test
  void whoWasNotTriedOftenKeepsItsPlace() {
    found(PeerSource.TRACKER, 0, Candidates.MAX);
    dialInVain(Duration.ofSeconds(20));

    candidates.found(NEWCOMER, PeerSource.TRACKER, now);

    assertThat(candidates.addresses()).doesNotContain(NEWCOMER).hasSize(Candidates.MAX);
  }

  @Test
  void soDoesWhomTheUserNamed() {
    found(PeerSource.USER, 0, Candidates.MAX);
    dialInVain(Duration.ofHours(1));

    candidates.found(NEWCOMER, PeerSource.TRACKER, now);

    assertThat(candidates.addresses()).doesNotContain(NEWCOMER).hasSize(Candidates.MAX);
  }

  /** A stranger who comes again and again, each time naming another port. */
  @Test
  void guestsAreForgottenWhenTheyGo() {
    for (int port = 1; port <= 3 * Candidates.MAX; port++) {
      candidates.connectedFrom(NEWCOMER.withPort(port));
      candidates.gone(NEWCOMER.withPort(port), true, now);
    }

    assertThat(candidates.count()).isZero();
    assertThat(candidates.nextDue()).isEqualTo(Instant.MAX);
  }

  @Test
  void oneHostHasSoManyGuestsAndNoMore() {
    for (int port = 1; port <= 1000; port++) {
      candidates.connectedFrom(NEWCOMER.withPort(port));
    }
    assertThat(candidates.count()).isEqualTo(Candidates.MAX_GUESTS_OF_HOST);

    candidates.connectedFrom(World.address(1));
    assertThat(candidates.count()).isEqualTo(Candidates.MAX_GUESTS_OF_HOST + 1);
  }

  @Test
  void guestsOfManyHostsTakeNoMoreRoomThanPeersMay() {
    for (int i = 0; i < Candidates.MAX; i++) {
      candidates.connectedFrom(World.address(i));
    }
    assertThat(candidates.count()).isEqualTo(Candidates.MAX_FROM_PEERS);
  }

  /** Named by somebody else, too, it is worth a dial when it has gone. */
  @Test
  void aGuestThatATrackerNamesStaysKnown() {
    candidates.connectedFrom(NEWCOMER);
    candidates.found(NEWCOMER, PeerSource.TRACKER, now);
    assertThat(candidates.nextDue()).isEqualTo(Instant.MAX);

    candidates.gone(NEWCOMER, true, now);

    assertThat(candidates.addresses()).containsExactly(NEWCOMER);
    assertThat(candidates.nextDue()).isEqualTo(now.plusSeconds(15));
  }

  private void found(PeerSource source, int first, int count) {
    addresses(first, count).forEach(address -> candidates.found(address, source, now));
  }

  private static List<PeerAddress> addresses(int first, int count) {
    List<PeerAddress> addresses = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      addresses.add(World.address(i));
    }
    return addresses;
  }

  private void dialInVain(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusSeconds(1);
      for (PeerAddress address : candidates.next(now, Integer.MAX_VALUE, true)) {
        dialled.add(address);
        candidates.failed(address, now);
      }
    }
  }
}
