package minibit.core.swarm;

import static minibit.core.swarm.SwarmTalk.PIECES;
import static minibit.core.swarm.SwarmTalk.id;
import static minibit.core.swarm.SwarmTalk.leecher;
import static minibit.core.swarm.SwarmTalk.swarm;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;
import org.junit.jupiter.api.Test;

/** Who tells one swarm of peers, and whom it tells. */
class SwarmExchangeTest {
  private final SwarmTalk talk = new SwarmTalk();

  /** Peer exchange: at most one message a minute to a peer, fifty new addresses in each. */
  @Test
  void exchangesPeersOnceAMinute() {
    Swarm swarm = leecher();
    talk.greet(swarm, 1);
    for (int number = 2; number < 72; number++) {
      talk.connect(swarm, number);
      talk.say(swarm, number, new PeerMessage.HaveNone());
    }

    List<ExtensionMessage> first = talk.extensions(talk.pass(swarm, Duration.ofSeconds(59)), 1);
    assertThat(first).hasSize(1);
    assertThat(((PexMessage) first.getFirst()).added())
        .hasSize(PexMessage.MAX_SENT)
        .noneMatch(added -> added.address().equals(World.address(1)));

    for (int number = 2; number < 72; number++) {
      swarm.handle(
          talk.now, new SwarmEvent.Disconnected(new PeerKey(number), CloseReason.REMOTE_CLOSED));
    }
    List<ExtensionMessage> second = talk.extensions(talk.pass(swarm, Duration.ofSeconds(60)), 1);
    assertThat(second).hasSize(1);
    assertThat(((PexMessage) second.getFirst()).dropped()).hasSize(PexMessage.MAX_SENT);
  }

  /** A peer that tells of peers all the time is not listened to all the time. */
  @Test
  void aFloodOfAddressesIsPassedOver() {
    Swarm swarm = leecher();
    talk.greet(swarm, 1);
    for (int i = 0; i < 20; i++) {
      PexMessage message =
          new PexMessage(List.of(new PexMessage.Added(World.address(1000 + i), 0)), List.of());
      talk.say(swarm, 1, message.toPeer(Extension.UT_PEX.ourId()));
    }

    assertThat(swarm.status(talk.now).known()).isLessThan(8);
  }

  /** Of one connection one address is known, whatever it says, and none when it is gone. */
  @Test
  void whoNamesPortAfterPortIsKnownByTheLast() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1, false, id(1));
    for (int port = 1; port <= 3000; port++) {
      ExtensionHandshake hello = ExtensionHandshake.builder().port(port).build();
      talk.say(swarm, 1, hello.toPeer(Extension.HANDSHAKE_ID));
    }
    assertThat(swarm.status(talk.now).known()).isEqualTo(1);

    swarm.handle(talk.now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.REMOTE_CLOSED));
    assertThat(swarm.status(talk.now).known()).isZero();
  }

  /** A private torrent neither offers nor takes peer exchange. */
  @Test
  void privateMeansNoExchange() {
    Swarm swarm = swarm(new Bitfield(PIECES), true, 80);
    List<ExtensionMessage> hello = talk.extensions(talk.connect(swarm, 1), 1);
    assertThat(((ExtensionHandshake) hello.getFirst()).idOf(Extension.UT_PEX)).isEmpty();
    talk.greet(swarm, 2);
    talk.greet(swarm, 3);
    PeerAddress told = World.address(9);
    PexMessage message = new PexMessage(List.of(new PexMessage.Added(told, 0)), List.of());
    List<SwarmEffect> effects = talk.say(swarm, 2, message.toPeer(Extension.UT_PEX.ourId()));

    assertThat(effects).doesNotContain(new SwarmEffect.Connect(told));
    List<SwarmEffect> later = talk.pass(swarm, Duration.ofMinutes(5));
    assertThat(later).doesNotContain(new SwarmEffect.Connect(told));
    assertThat(talk.extensions(later, 2)).noneMatch(PexMessage.class::isInstance);
  }
}
