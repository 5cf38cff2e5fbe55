package minibit.core.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;

/** A second bitfield stands for haves, as aria2 sends it; BEP 3 wants it first only. */
class RepeatedBitfieldTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PeerKey PEER = new PeerKey(1);
  private static final PeerId THEIR_ID = PeerId.of("-XX0001-123456789012".getBytes(US_ASCII));
  private static final int PIECES = 8;

  private final InfoHashes hashes = InfoHashes.v1(InfoHash.of(new byte[20]));
  private final Swarm swarm =
      new Swarm(
          SwarmSetup.of(
              hashes,
              Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE),
              new Bitfield(PIECES),
              PeerId.of(new byte[PeerId.LENGTH])),
          Wishes.ALL,
          SwarmSettings.DEFAULTS,
          SwarmWatch.NONE,
          new SplittableRandom(1));
  private final List<SwarmEffect> effects = new ArrayList<>();

  @Test
  void isTakenForHaves() {
    join();
    tell(bitfield(0));

    tell(bitfield(0, 5));

    assertThat(closings()).isEmpty();
    tell(new PeerMessage.Unchoke());
    assertThat(asked()).contains(0, 5);
  }

  @Test
  void mayComeAfterHaves() {
    join();
    tell(new PeerMessage.Have(2));

    tell(bitfield(5));

    assertThat(closings()).isEmpty();
    tell(new PeerMessage.Unchoke());
    assertThat(asked()).contains(2, 5);
  }

  /** Availability counts the peer's pieces once each, however often it names them. */
  @Test
  void countsNothingTwice() {
    join();
    tell(bitfield(0, 5));
    tell(bitfield(0, 5));
    tell(bitfield(5));
    assertThat(swarm.status(NOW).unheld()).isEqualTo(PIECES - 2);

    tell(new PeerMessage.HaveAll());

    assertThat(closings()).isEmpty();
    assertThat(swarm.status(NOW).unheld()).isZero();
    swarm.handle(NOW, new SwarmEvent.Disconnected(PEER, CloseReason.REMOTE_CLOSED));
    assertThat(swarm.status(NOW).unheld()).isEqualTo(PIECES);
  }

  @Test
  void isAFaultWhenItHasSpareBits() {
    join();
    tell(bitfield(0));

    tell(new PeerMessage.BitfieldMessage(new byte[PIECES]));

    assertThat(closings()).containsExactly(CloseReason.BAD_BITFIELD);
  }

  private void join() {
    Handshake theirs = new Handshake(World.ALL, hashes.wire().getFirst(), THEIR_ID);
    effects.addAll(
        swarm.handle(NOW, new SwarmEvent.Connected(PEER, World.address(1), true, theirs, false)));
  }

  private void tell(PeerMessage message) {
    effects.addAll(swarm.handle(NOW, new SwarmEvent.Received(PEER, message)));
  }

  private List<CloseReason> closings() {
    List<CloseReason> reasons = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Disconnect(_, var reason)) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  private static PeerMessage bitfield(int... pieces) {
    Bitfield has = new Bitfield(PIECES);
    for (int piece : pieces) {
      has.set(piece);
    }
    return new PeerMessage.BitfieldMessage(has.toWire());
  }

  private List<Integer> asked() {
    List<Integer> pieces = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Ask(var peer, var blocks) && peer.equals(PEER)) {
        blocks.forEach(block -> pieces.add(block.piece()));
      }
    }
    return pieces;
  }
}
