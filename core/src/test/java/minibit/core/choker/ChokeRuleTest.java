package minibit.core.choker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import minibit.core.choker.ChokeDecision.Choice;
import minibit.core.session.PeerKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each rule promises about whom it serves. */
class ChokeRuleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ChokerSettings FIVE = ChokerSettings.DEFAULTS.withSlots(4, 1);

  private static Candidate peer(long number, long receivedRate, long sentRate, long owed) {
    return new Candidate(
        new PeerKey(number),
        true,
        false,
        START.minusSeconds(600),
        receivedRate,
        sentRate,
        1_000_000,
        Optional.empty(),
        0,
        1_000_000 + owed);
  }

  private static ChokeStrategy choker(ChokeRule rule) {
    return rule.make(FIVE, new SplittableRandom(1));
  }

  private static List<Long> served(ChokeDecision decision) {
    return decision.serve().stream().map(choice -> choice.peer().number()).toList();
  }

  /** A word on the command line means the rule whose word it is. */
  @ParameterizedTest
  @EnumSource
  void everyRuleHasAWord(ChokeRule rule) {
    assertThat(ChokeRule.ofWord(rule.word())).contains(rule);
  }

  /** No rule serves who wants nothing, and no rule but none serves more than the slots. */
  @ParameterizedTest
  @EnumSource
  void onlyTheInterestedAreServed(ChokeRule rule) {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Candidate peer = peer(i, 100 * i, 10 * i, i);
      peers.add(
          i % 2 == 0
              ? peer
              : new Candidate(
                  peer.peer(), false, false, START, 99, 99, 0, Optional.of(START), 0, 0));
    }
    for (boolean seeding : new boolean[] {false, true}) {
      ChokeStrategy choker = choker(rule);
      for (int round = 0; round < 10; round++) {
        ChokeDecision decision = choker.round(START.plusSeconds(10L * round), peers, seeding);
        assertThat(served(decision)).allMatch(number -> number % 2 == 0).doesNotHaveDuplicates();
        int most = rule == ChokeRule.NONE ? 10 : rule == ChokeRule.NOBODY ? 0 : 5;
        assertThat(decision.serve()).hasSize(most);
      }
      assertThat(choker.fill(peers).choke()).isEmpty();
    }
  }

  /** Round robin: with five slots and twenty peers, four rounds serve everyone once. */
  @Test
  void roundRobinLeavesNobodyOut() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      peers.add(peer(i, i == 0 ? 1_000_000 : 0, 0, 0));
    }
    ChokeStrategy choker = choker(ChokeRule.ROUND_ROBIN);
    Set<Long> served = new LinkedHashSet<>();
    for (int round = 0; round < 4; round++) {
      served.addAll(served(choker.round(START.plusSeconds(10L * round), peers, false)));
    }

    assertThat(served).hasSize(20);
  }

  /** Deficit: who gave more than it got is served before all, whatever its rate of late. */
  @Test
  void debtsArePaidFirst() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      peers.add(peer(i, 1000 - i, 0, i));
    }

    assertThat(served(choker(ChokeRule.DEFICIT).round(START, peers, false)))
        .containsExactly(19L, 18L, 17L, 16L, 15L);
  }

  /** Fastest upload: those who take fastest, and one other. */
  @Test
  void theFastestTakersAreServed() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      peers.add(peer(i, 1000 - i, i, 0));
    }

    assertThat(served(choker(ChokeRule.FASTEST_UPLOAD).round(START, peers, true)).subList(0, 4))
        .containsExactly(19L, 18L, 17L, 16L);
  }

  /** Proportional share: over many rounds, twice the gift is about twice the service. */
  @Test
  void serviceFollowsGifts() {
    List<Candidate> peers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      peers.add(peer(i, i < 20 ? 1000 : i < 40 ? 2000 : 0, 0, 0));
    }
    ChokeStrategy choker = ChokeRule.PROPORTIONAL_SHARE.make(FIVE, new SplittableRandom(5));
    int[] byRule = new int[3];
    for (int round = 0; round < 2_000; round++) {
      for (Choice choice : choker.round(START.plusSeconds(10L * round), peers, false).serve()) {
        if (choice.why() == ChokeDecision.Why.BY_RULE) {
          byRule[(int) choice.peer().number() / 20]++;
        }
      }
    }

    assertThat(byRule[2]).isZero();
    double ratio = (double) byRule[1] / byRule[0];
    assertThat(ratio).isBetween(1.7, 2.2);
  }
}
