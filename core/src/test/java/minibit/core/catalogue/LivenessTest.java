package minibit.core.catalogue;

import static minibit.core.catalogue.Catalogues.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import minibit.core.catalogue.PartialHolders.Outcome;
import minibit.core.identity.MemberId;
import minibit.core.identity.TestIdentity;
import minibit.core.piece.Bitfield;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final Instant T0 = Instant.ofEpochSecond(1000);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final MemberId ANA = TestIdentity.of(1).id();
  private static final MemberId BIA = TestIdentity.of(2).id();

  /** A member is away a lease after it was last heard, not before. */
  @Test
  void silenceForALeaseMeansAway() {
    Liveness liveness = new Liveness(LEASE);
    liveness.onHeard(T0, ANA);
    liveness.onHeard(T0.plusSeconds(10), BIA);

    assertThat(liveness.expired(T0.plusSeconds(14))).isEmpty();
    assertThat(liveness.expired(T0.plusSeconds(15))).containsExactly(ANA);
    liveness.onHeard(T0.plusSeconds(15), ANA);
    assertThat(liveness.expired(T0.plusSeconds(25))).containsExactly(BIA);
  }

  /** A new tracker grants everybody a full lease: nobody is away because the old one died. */
  @Test
  void anEpochGrantsAFullLease() {
    Liveness liveness = new Liveness(LEASE);
    liveness.onHeard(T0, ANA);

    liveness.onEpoch(T0.plusSeconds(60), List.of(ANA, BIA));

    assertThat(liveness.expired(T0.plusSeconds(74))).isEmpty();
    assertThat(liveness.expired(T0.plusSeconds(75))).hasSize(2);
  }

  /** A report that was under way longer than a later one does not shorten the lease. */
  @Test
  void leasesOnlyGrow() {
    Liveness liveness = new Liveness(LEASE);
    liveness.onHeard(T0.plusSeconds(5), ANA);
    liveness.onHeard(T0, ANA);

    assertThat(liveness.lastHeard(ANA)).contains(T0.plusSeconds(5));
  }

  /** The tracker knows who has which pieces, and refuses bitfields that fit no such content. */
  @Test
  void partialHoldersAreKnownByTheirPieces() {
    Content content = new Content(root(1), 100 << 10, 0, List.of(), List.of(), List.of());
    PartialHolders partial = new PartialHolders();
    Bitfield pieces = new Bitfield(7);
    pieces.set(3);

    assertThat(partial.report(ANA, content, pieces.toWire())).isEqualTo(Outcome.NEW_HOLDER);
    assertThat(partial.report(ANA, content, pieces.toWire())).isEqualTo(Outcome.TAKEN);
    assertThat(partial.report(BIA, content, new byte[2])).isEqualTo(Outcome.REFUSED);
    assertThat(partial.report(BIA, content, new byte[] {1})).isEqualTo(Outcome.REFUSED);
    assertThat(partial.holders(root(1))).containsExactly(Map.entry(ANA, pieces));
    assertThat(partial.digest(ANA)).isEqualTo(PartialHolders.mark(root(1), pieces.toWire()));

    pieces.set(4);
    assertThat(partial.report(ANA, content, pieces.toWire())).isEqualTo(Outcome.TAKEN);
    assertThat(partial.digest(ANA)).isEqualTo(PartialHolders.mark(root(1), pieces.toWire()));

    partial.forget(ANA, root(1));
    assertThat(partial.holders(root(1))).isEmpty();
    assertThat(partial.digest(ANA)).isZero();
  }

  /** The canonical torrent has at most 2,048 pieces until pieces are 16 MiB. */
  @Test
  void canonicalPieces() {
    assertThat(CanonicalPieces.length(0)).isEqualTo(16 << 10);
    assertThat(CanonicalPieces.length(32L << 20)).isEqualTo(16 << 10);
    assertThat(CanonicalPieces.length((32L << 20) + 1)).isEqualTo(32 << 10);
    assertThat(CanonicalPieces.length(1L << 45)).isEqualTo(16 << 20);
    assertThat(CanonicalPieces.count((32L << 20) + 1)).isEqualTo(1025);
  }
}
