package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

/** A second bitfield ends a connection (BEP 3), but for the one client that sends it for haves. */
class RepeatedBitfieldTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final PeerKey PEER = new PeerKey(1);
  private static final int PIECES = 8;

  private final InfoHashes hashes = InfoHashes.v1(InfoHash.of(new byte[20]));
  private final Swarm swarm =
      new Swarm(
          SwarmSetup.of(
              hashes,
              Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE),
              new Bitfield(PIECES),
              PeerId.of(new byte[20])),
          Wishes.ALL,
          SwarmSettings.DEFAULTS,
          SwarmWatch.NONE,
          new SplittableRandom(1));
  private final List<SwarmEffect> effects = new ArrayList<>();

  @Test
  void isTakenForHavesFromAria2() {
    join("A2-1-36-0-");
    tell(bitfield(0));

    tell(bitfield(0, 5));

    assertThat(effects).noneMatch(effect -> effect instanceof SwarmEffect.Disconnect);
    tell(new PeerMessage.Unchoke());
    assertThat(asked()).contains(0, 5);
  }

  @Test
  void isAFaultOfAnybodyElse() {
    join("-XX0001-");
    tell(bitfield(0));

    tell(bitfield(0, 5));

    assertThat(effects).contains(new SwarmEffect.Disconnect(PEER, CloseReason.BAD_BITFIELD));
  }

  @Test
  void isAFaultOfAria2TooWhenItHasSpareBits() {
    join("A2-1-36-0-");
    tell(bitfield(0));

    tell(new PeerMessage.BitfieldMessage(new byte[PIECES]));

    assertThat(effects).contains(new SwarmEffect.Disconnect(PEER, CloseReason.BAD_BITFIELD));
  }

  private void join(String idStart) {
    byte[] id = Arrays.copyOf(idStart.getBytes(StandardCharsets.US_ASCII), PeerId.LENGTH);
    Handshake theirs = new Handshake(0, hashes.wire().getFirst(), PeerId.of(id));
    effects.addAll(
        swarm.handle(NOW, new SwarmEvent.Connected(PEER, World.address(1), true, theirs, false)));
  }

  private void tell(PeerMessage message) {
    effects.addAll(swarm.handle(NOW, new SwarmEvent.Received(PEER, message)));
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
