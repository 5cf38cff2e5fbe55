package minibit.core.choker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import minibit.core.choker.ChokeDecision.Choice;
import minibit.core.choker.ChokeDecision.Why;
import minibit.core.session.PeerKey;
import org.junit.jupiter.api.Test;

class ChokerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ChokerSettings FOUR = ChokerSettings.DEFAULTS.withSlots(4, 1);

  private static Candidate peer(long number, long gives) {
    return new Candidate(
        new PeerKey(number),
        true,
        false,
        START.minusSeconds(600),
        gives,
        0,
        0,
        Optional.empty(),
        0);
  }

  private static Choker choker(long seed) {
    return new Choker(FOUR, new SplittableRandom(seed));
  }

  /** Four who give most, and one by chance. */
  @Test
  void leechersServeWhoGivesMost() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      peers.add(peer(i, i * 1000L));
    }

    ChokeDecision decision = choker(1).round(START, peers, false);

    assertThat(decision.serve().subList(0, 4))
        .containsExactly(
            new Choice(new PeerKey(10), Why.GIVES_MOST),
            new Choice(new PeerKey(9), Why.GIVES_MOST),
            new Choice(new PeerKey(8), Why.GIVES_MOST),
            new Choice(new PeerKey(7), Why.GIVES_MOST));
    assertThat(decision.serve()).hasSize(5);
    assertThat(decision.serve().get(4).why()).isEqualTo(Why.OPTIMISTIC);
  }

  /** A peer that left requests unanswered gets no regular slot, whatever it once gave. */
  @Test
  void snubbersAreServedByChanceOnly() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      peers.add(peer(i, 1000));
    }
    peers.add(
        new Candidate(new PeerKey(99), true, true, START, 1_000_000, 0, 0, Optional.empty(), 0));

    assertThat(choker(3).round(START, peers, false).serve())
        .doesNotContain(new Choice(new PeerKey(99), Why.GIVES_MOST));
  }

  /** A newcomer is drawn three times as often as another peer. */
  @Test
  void newcomersHaveThreeLots() {
    int drawn = 0;
    for (long seed = 0; seed < 4000; seed++) {
      List<Candidate> peers = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        peers.add(peer(i, 1000L * i));
      }
      peers.add(peer(5, 0));
      peers.add(new Candidate(new PeerKey(6), true, false, START, 0, 0, 0, Optional.empty(), 0));
      if (choker(seed).round(START, peers, false).serve().get(4).peer().number() == 6) {
        drawn++;
      }
    }
    assertThat(drawn).isBetween(2850, 3150);
  }

  /** Nobody is drawn a second time who took and gave nothing, while others owe nothing. */
  @Test
  void aFreeRiderIsTriedOnce() {
    for (long seed = 0; seed < 200; seed++) {
      List<Candidate> peers = givers();
      peers.add(indebted(5, 1, Optional.empty()));
      peers.add(peer(6, 0));
      assertThat(choker(seed).round(START, peers, false).serve().get(4).peer())
          .isEqualTo(new PeerKey(6));
    }
  }

  /** Where all owe something, the slot is not left empty: who owes least is tried. */
  @Test
  void whoOwesLeastIsTriedWhenAllOwe() {
    List<Candidate> peers = givers();
    peers.add(indebted(5, 3 << 20, Optional.empty()));
    peers.add(indebted(6, 2 << 20, Optional.empty()));

    assertThat(choker(1).round(START, peers, false).serve().get(4).peer())
        .isEqualTo(new PeerKey(6));
  }

  /** A trial is over when it was in vain, and not when the rotation says so. */
  @Test
  void aTrialInVainEnds() {
    Choker choker = choker(4);
    List<Candidate> peers = givers();
    peers.add(peer(5, 0));
    choker.round(START, peers, false);
    List<Candidate> later = givers();
    later.add(indebted(5, FOUR.trial(), Optional.of(START)));
    later.add(peer(6, 0));

    ChokeDecision decision = choker.round(START.plusSeconds(10), later, false);

    assertThat(decision.choke()).containsExactly(new PeerKey(5));
    assertThat(decision.unchoke()).contains(new PeerKey(6));
  }

  private static List<Candidate> givers() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      peers.add(peer(i, 1000L * i));
    }
    return peers;
  }

  private static Candidate indebted(long number, long took, Optional<Instant> unchokedAt) {
    return new Candidate(
        new PeerKey(number),
        true,
        false,
        START.minusSeconds(600),
        0,
        0,
        took,
        unchokedAt,
        unchokedAt.isPresent() ? took : 0);
  }

  /** The optimistic choice stays for a rotation and then changes hands. */
  @Test
  void theOptimisticSlotRotates() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      peers.add(peer(i, i <= 4 ? 1_000_000 : 0));
    }
    Choker choker = choker(5);
    List<PeerKey> chosen = new ArrayList<>();
    for (int round = 0; round < 12; round++) {
      chosen.add(choker.round(START.plusSeconds(10L * round), peers, false).serve().get(4).peer());
    }
    for (int round = 0; round < 12; round += 3) {
      assertThat(chosen.subList(round, round + 3)).containsOnly(chosen.get(round));
    }
    assertThat(chosen.stream().distinct().count()).isGreaterThanOrEqualTo(3);
  }

  /** A free slot is given at once, and never by choking anybody. */
  @Test
  void freeSlotsAreFilledAtOnce() {
    ChokeDecision decision = choker(1).fill(List.of(peer(1, 0), peer(2, 0)));

    assertThat(decision.unchoke()).containsExactlyInAnyOrder(new PeerKey(1), new PeerKey(2));
    assertThat(decision.choke()).isEmpty();
  }

  /** A seeder feeds a fast and a slow leecher the same, in the long run. */
  @Test
  void seedersServeEvenly() {
    int count = 20;
    Choker choker = choker(9);
    Map<Long, Long> got = new LinkedHashMap<>();
    Map<Long, Optional<Instant>> served = new LinkedHashMap<>();
    Map<Long, Long> turn = new LinkedHashMap<>();
    for (int round = 0; round < 400; round++) {
      Instant now = START.plusSeconds(10L * round);
      List<Candidate> peers = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        peers.add(
            new Candidate(
                new PeerKey(i),
                true,
                false,
                START,
                0,
                0,
                got.getOrDefault(i, 0L),
                served.getOrDefault(i, Optional.empty()),
                turn.getOrDefault(i, 0L)));
      }
      ChokeDecision decision = choker.round(now, peers, true);
      decision.choke().forEach(key -> served.put(key.number(), Optional.empty()));
      for (PeerKey key : decision.unchoke()) {
        served.put(key.number(), Optional.of(now));
        turn.put(key.number(), 0L);
      }
      for (Choice choice : decision.serve()) {
        long number = choice.peer().number();
        long bytes = 10L * (number % 2 == 0 ? 2 << 20 : 256 << 10);
        got.merge(number, bytes, Long::sum);
        turn.merge(number, bytes, Long::sum);
      }
    }
    long least = got.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    long most = got.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(got).hasSize(count);
    assertThat(most).isLessThan(least * 3 / 2);
  }

  /** Slots grow while that brings more, and no further. */
  @Test
  void slotsFollowTheCapacity() {
    SlotCount slots = new SlotCount(ChokerSettings.DEFAULTS);
    for (int round = 0; round < 60; round++) {
      long rate = Math.min(slots.regular() + 1, 9) * 100_000L;
      slots.adapt(rate, slots.regular() + 1, true);
    }
    assertThat(slots.regular()).isBetween(7, 9);
  }
}
