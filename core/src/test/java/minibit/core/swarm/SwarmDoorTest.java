package minibit.core.swarm;

import static minibit.core.swarm.SwarmTalk.PIECES;
import static minibit.core.swarm.SwarmTalk.closed;
import static minibit.core.swarm.SwarmTalk.id;
import static minibit.core.swarm.SwarmTalk.leecher;
import static minibit.core.swarm.SwarmTalk.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;

/** Whom one swarm keeps, and whom it sends away. */
class SwarmDoorTest {
  private final SwarmTalk talk = new SwarmTalk();

  @Test
  void doesNotTalkToItself() {
    Swarm swarm = leecher();
    PeerAddress us = World.address(1);
    swarm.handle(talk.now, new SwarmEvent.PeersFound(SwarmEvent.PeerSource.TRACKER, List.of(us)));

    assertThat(closed(talk.connect(swarm, 1, true, id(100)), 1)).containsExactly(CloseReason.SELF);
    swarm.handle(talk.now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.SELF));
    swarm.handle(talk.now, new SwarmEvent.PeersFound(SwarmEvent.PeerSource.TRACKER, List.of(us)));

    assertThat(talk.pass(swarm, Duration.ofHours(2))).doesNotContain(new SwarmEffect.Connect(us));
  }

  /** Of two connections to one peer one stays: the older, or that which both ends agree on. */
  /** From whatever address it comes: a machine has several. */
  @Test
  void keepsOneConnectionToAPeer() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1, true, id(7));
    assertThat(closed(talk.connect(swarm, 2, true, id(7)), 2))
        .containsExactly(CloseReason.DUPLICATE);

    Swarm crossing = leecher();
    talk.connect(crossing, 1, false, id(7));
    List<SwarmEffect> effects = talk.connect(crossing, 2, true, id(7));
    assertThat(closed(effects, 1)).containsExactly(CloseReason.DUPLICATE);
    assertThat(closed(effects, 2)).isEmpty();

    Swarm bothFamilies = leecher();
    talk.connectFrom(bothFamilies, 1, World.address(1), id(7));
    effects = talk.connectFrom(bothFamilies, 2, PeerAddress.of(new byte[16], 6881), id(7));
    assertThat(closed(effects, 1)).containsExactly(CloseReason.DUPLICATE);
  }

  /** Peer ids are no secret. */
  @Test
  void whoLiesUnderAnothersIdIsBannedAndTheOtherIsNot() {
    Swarm swarm = leecher();
    PeerId honest = id(7);
    talk.connect(swarm, 1, true, honest);
    Block lie = talk.askedOfSeeder(swarm, 1);
    swarm.handle(talk.now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(lie), List.of()));
    List<SwarmEffect> effects = swarm.handle(talk.now, new SwarmEvent.PieceFailed(lie.piece()));
    assertThat(closed(effects, 1)).containsExactly(CloseReason.CORRUPT_DATA);
    swarm.handle(talk.now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.CORRUPT_DATA));

    assertThat(closed(talk.connect(swarm, 2, true, honest), 2)).isEmpty();
    assertThat(closed(talk.connectFrom(swarm, 3, World.address(1), id(8)), 3))
        .containsExactly(CloseReason.BANNED);
  }

  /** On one machine all hosts are one: there the id tells. */
  @Test
  void aLiarOfThisMachineIsKnownByItsId() {
    Swarm swarm = leecher();
    PeerAddress here = PeerAddress.of(new byte[] {127, 0, 0, 1}, 5001);
    talk.connectFrom(swarm, 1, here, id(7));
    Block lie = talk.askedOfSeeder(swarm, 1);
    swarm.handle(talk.now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(lie), List.of()));
    swarm.handle(talk.now, new SwarmEvent.PieceFailed(lie.piece()));
    swarm.handle(talk.now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.CORRUPT_DATA));

    assertThat(closed(talk.connectFrom(swarm, 2, here.withPort(5002), id(7)), 2))
        .containsExactly(CloseReason.BANNED);
    assertThat(closed(talk.connectFrom(swarm, 3, here.withPort(5003), id(8)), 3)).isEmpty();
  }

  /** A full swarm lets a newcomer in for one that is of no use, not for one that is, not often. */
  @Test
  void aFullSwarmReplacesTheUseless() {
    Swarm swarm = swarm(new Bitfield(PIECES), false, 3);
    talk.connect(swarm, 1);
    talk.say(swarm, 1, new PeerMessage.HaveAll());
    for (int number = 2; number <= 3; number++) {
      talk.connect(swarm, number);
      talk.say(swarm, number, new PeerMessage.HaveNone());
    }
    assertThat(closed(talk.connect(swarm, 4), 4)).containsExactly(CloseReason.NO_ROOM);
    talk.pass(swarm, Duration.ofMinutes(3));

    List<SwarmEffect> effects = talk.connect(swarm, 5);
    assertThat(closed(effects, 5)).isEmpty();
    assertThat(closed(effects, 2)).containsExactly(CloseReason.NO_ROOM);
    assertThat(closed(talk.connect(swarm, 6), 6)).containsExactly(CloseReason.NO_ROOM);
    talk.pass(swarm, Duration.ofMinutes(3));
    assertThat(closed(talk.connect(swarm, 7), 3)).containsExactly(CloseReason.NO_ROOM);
    // Left are one that has what we want, and two that just came.
    assertThat(closed(talk.connect(swarm, 8), 8)).containsExactly(CloseReason.NO_ROOM);
  }
}
