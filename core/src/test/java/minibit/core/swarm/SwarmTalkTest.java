package minibit.core.swarm;

import static minibit.core.swarm.SwarmTalk.INFO;
import static minibit.core.swarm.SwarmTalk.PIECES;
import static minibit.core.swarm.SwarmTalk.asked;
import static minibit.core.swarm.SwarmTalk.closed;
import static minibit.core.swarm.SwarmTalk.leecher;
import static minibit.core.swarm.SwarmTalk.seeder;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;

/**
 * One swarm and what it answers, message by message: metadata, wishes, pieces and their verdicts.
 */
class SwarmTalkTest {
  private final SwarmTalk talk = new SwarmTalk();

  /**
   * Metadata is served piece by piece, rejected beyond its end, and not without end to one peer.
   */
  @Test
  void servesMetadataWithinLimits() {
    Swarm swarm = seeder();
    talk.greet(swarm, 1);
    PeerMessage last = new MetadataMessage.Request(1).toPeer(Extension.UT_METADATA.ourId());
    PeerMessage beyond = new MetadataMessage.Request(2).toPeer(Extension.UT_METADATA.ourId());

    assertThat(talk.extensions(talk.say(swarm, 1, last), 1))
        .singleElement()
        .satisfies(
            answer -> {
              MetadataMessage.Data data = (MetadataMessage.Data) answer;
              assertThat(data.piece()).isEqualTo(1);
              assertThat(data.totalSize()).isEqualTo(INFO.length);
              assertThat(data.bytes()).hasSize(100);
            });
    assertThat(talk.extensions(talk.say(swarm, 1, beyond), 1))
        .containsExactly(new MetadataMessage.Reject(2));
    List<ExtensionMessage> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.addAll(talk.extensions(talk.say(swarm, 1, last), 1));
    }
    assertThat(answers).hasSize(20).last().isEqualTo(new MetadataMessage.Reject(1));
  }

  /** A piece that a peer no longer has is not asked of it, also if it had been a seeder. */
  @Test
  void believesAPeerThatLostAPiece() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1);
    talk.say(swarm, 1, new PeerMessage.HaveAll());
    for (int piece = 1; piece < PIECES; piece++) {
      PeerMessage lost = new ExtensionMessage.DontHave(piece).toPeer(Extension.DONT_HAVE.ourId());
      talk.say(swarm, 1, lost);
    }

    assertThat(asked(talk.say(swarm, 1, new PeerMessage.Unchoke())))
        .extracting(Block::piece)
        .containsExactly(0);
    assertThat(swarm.status(talk.now).lacksHolders()).isTrue();
  }

  /** What is no longer wanted is not asked for; what is wanted again makes us interested again. */
  @Test
  void wishesMayChangeOnTheWay() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1);
    talk.say(swarm, 1, new PeerMessage.HaveAll());
    List<SwarmEffect> first =
        swarm.handle(talk.now, new SwarmEvent.WishesChanged(new Wishes(List.of(0, 4), false)));
    assertThat(first).isEmpty();

    assertThat(asked(talk.say(swarm, 1, new PeerMessage.Unchoke())))
        .isNotEmpty()
        .allMatch(block -> block.piece() >= 10);

    List<SwarmEffect> none =
        swarm.handle(talk.now, new SwarmEvent.WishesChanged(new Wishes(List.of(0, 0), false)));
    assertThat(none).contains(new SwarmEffect.Completed());
    assertThat(swarm.isFinished()).isTrue();

    swarm.handle(talk.now, new SwarmEvent.WishesChanged(Wishes.ALL));
    assertThat(swarm.isFinished()).isFalse();
    talk.connect(swarm, 2);
    assertThat(talk.say(swarm, 2, new PeerMessage.HaveAll()))
        .contains(new SwarmEffect.Send(new PeerKey(2), new PeerMessage.Interested()));
  }

  /** A seeder sent away when all was there is called back at once, also if it is just going. */
  @Test
  void grownWishesCallTheSeederBack() {
    Swarm swarm = leecher();
    PeerAddress seeder = World.address(1);
    swarm.handle(talk.now, new SwarmEvent.PeersFound(SwarmEvent.PeerSource.USER, List.of(seeder)));
    talk.connect(swarm, 1);
    talk.say(swarm, 1, new PeerMessage.HaveAll());
    List<SwarmEffect> none =
        swarm.handle(talk.now, new SwarmEvent.WishesChanged(new Wishes(List.of(0, 0), false)));
    assertThat(closed(none, 1)).containsExactly(CloseReason.BOTH_SEED);

    swarm.handle(talk.now, new SwarmEvent.WishesChanged(Wishes.ALL));
    List<SwarmEffect> gone =
        swarm.handle(talk.now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.BOTH_SEED));

    assertThat(gone).contains(new SwarmEffect.Connect(seeder));
  }

  /** Only then does the engine take blocks of it again, so that all of them are of the next try. */
  @Test
  void aPieceThatFailedIsForgotten() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1);
    Block block = talk.askedOfSeeder(swarm, 1);
    swarm.handle(
        talk.now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));

    assertThat(swarm.handle(talk.now, new SwarmEvent.PieceFailed(block.piece())))
        .contains(new SwarmEffect.Forget(block.piece()));
  }

  /** The engine dropped a block whose coming was on its way to us: no verdict will ever come. */
  @Test
  void aPieceWithoutAVerdictIsAskedForAnew() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1);
    Block block = talk.askedOfSeeder(swarm, 1);
    swarm.handle(
        talk.now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));

    SwarmEffect forgotten = new SwarmEffect.Forget(block.piece());
    assertThat(talk.pass(swarm, Verdicts.LONGEST.minusSeconds(1))).doesNotContain(forgotten);
    assertThat(talk.pass(swarm, Duration.ofSeconds(20))).containsOnlyOnce(forgotten);
    talk.connect(swarm, 2);
    Bitfield only = new Bitfield(PIECES);
    only.set(block.piece());
    talk.say(swarm, 2, new PeerMessage.BitfieldMessage(only.toWire()));
    assertThat(asked(talk.say(swarm, 2, new PeerMessage.Unchoke()))).contains(block);
  }

  /** A disk may be slower than we wait: its verdict is about the first try, not the second. */
  @Test
  void aVerdictThatComesLateConvictsNobody() {
    Swarm swarm = leecher();
    talk.connect(swarm, 1);
    Block block = talk.askedOfSeeder(swarm, 1);
    swarm.handle(
        talk.now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));
    talk.pass(swarm, Verdicts.LONGEST.plusSeconds(20));
    swarm.handle(
        talk.now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));

    List<SwarmEffect> late = swarm.handle(talk.now, new SwarmEvent.PieceFailed(block.piece()));
    assertThat(closed(late, 1)).isEmpty();
    swarm.handle(talk.now, new SwarmEvent.PieceVerified(block.piece()));
    assertThat(swarm.verified().get(block.piece())).isTrue();
    talk.pass(swarm, Verdicts.LONGEST.plusSeconds(20));
    assertThat(swarm.verified().get(block.piece())).isTrue();
  }
}
