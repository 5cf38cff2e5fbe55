package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.Handshake;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;
import org.junit.jupiter.api.Test;

/** One swarm and what it answers, message by message. */
class SwarmTalkTest {
  private static final int PIECES = 20;
  private static final Geometry GEOMETRY = Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE);
  private static final byte[] INFO = new byte[MetadataMessage.PIECE + 100];

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private static PeerId id(int number) {
    byte[] bytes = new byte[20];
    bytes[19] = (byte) number;
    return PeerId.of(bytes);
  }

  private static Swarm swarm(Bitfield have, boolean isPrivate, int maxPeers) {
    SwarmSetup setup =
        new SwarmSetup(
            World.HASHES,
            GEOMETRY,
            have,
            List.of(new SwarmSetup.PieceRange(0, 9), new SwarmSetup.PieceRange(10, PIECES - 1)),
            isPrivate,
            Optional.of(INFO),
            id(100),
            World.ALL,
            6881,
            "minibit");
    return new Swarm(
        setup,
        Wishes.ALL,
        SwarmSettings.DEFAULTS.withPeers(maxPeers, maxPeers),
        SwarmWatch.NONE,
        new SplittableRandom(1));
  }

  private static Swarm leecher() {
    return swarm(new Bitfield(PIECES), false, 80);
  }

  private static Swarm seeder() {
    return swarm(Bitfield.full(PIECES), false, 80);
  }

  private List<SwarmEffect> connect(Swarm swarm, int number, boolean outgoing, PeerId id) {
    return swarm.handle(
        now,
        new SwarmEvent.Connected(
            new PeerKey(number),
            World.address(number),
            outgoing,
            new Handshake(World.ALL, World.HASHES.wire().getFirst(), id),
            false));
  }

  private List<SwarmEffect> connectFrom(Swarm swarm, int number, PeerAddress remote, PeerId id) {
    Handshake theirs = new Handshake(World.ALL, World.HASHES.wire().getFirst(), id);
    return swarm.handle(
        now, new SwarmEvent.Connected(new PeerKey(number), remote, false, theirs, false));
  }

  private List<SwarmEffect> connect(Swarm swarm, int number) {
    return connect(swarm, number, true, id(number));
  }

  private List<SwarmEffect> say(Swarm swarm, int number, PeerMessage message) {
    return swarm.handle(now, new SwarmEvent.Received(new PeerKey(number), message));
  }

  /** A peer that takes every extension under our own numbers. */
  private void greet(Swarm swarm, int number) {
    connect(swarm, number);
    say(swarm, number, new PeerMessage.HaveNone());
    ExtensionHandshake hello =
        ExtensionHandshake.builder()
            .takes(Extension.UT_METADATA)
            .takes(Extension.UT_PEX)
            .takes(Extension.DONT_HAVE)
            .build();
    say(swarm, number, hello.toPeer(Extension.HANDSHAKE_ID));
  }

  private List<ExtensionMessage> extensions(List<SwarmEffect> effects, int to) {
    List<ExtensionMessage> messages = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Send(var key, PeerMessage.Extended extended)
          && key.number() == to) {
        messages.add(ExtensionMessage.decode(extended));
      }
    }
    return messages;
  }

  /** Runs the swarm's own deadlines, as an engine would. */
  private List<SwarmEffect> pass(Swarm swarm, Duration time) {
    List<SwarmEffect> effects = new ArrayList<>();
    Instant end = now.plus(time);
    while (!swarm.deadline().isAfter(end)) {
      now = swarm.deadline().isAfter(now) ? swarm.deadline() : now;
      effects.addAll(swarm.handle(now, new SwarmEvent.DeadlineReached()));
    }
    now = end;
    return effects;
  }

  private static List<Block> asked(List<SwarmEffect> effects) {
    List<Block> blocks = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Ask(_, var asked)) {
        blocks.addAll(asked);
      }
    }
    return blocks;
  }

  private static List<CloseReason> closed(List<SwarmEffect> effects, int number) {
    List<CloseReason> reasons = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Disconnect(var key, var reason) && key.number() == number) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  /**
   * Metadata is served piece by piece, rejected beyond its end, and not without end to one peer.
   */
  @Test
  void servesMetadataWithinLimits() {
    Swarm swarm = seeder();
    greet(swarm, 1);
    PeerMessage last = new MetadataMessage.Request(1).toPeer(Extension.UT_METADATA.ourId());
    PeerMessage beyond = new MetadataMessage.Request(2).toPeer(Extension.UT_METADATA.ourId());

    assertThat(extensions(say(swarm, 1, last), 1))
        .singleElement()
        .satisfies(
            answer -> {
              MetadataMessage.Data data = (MetadataMessage.Data) answer;
              assertThat(data.piece()).isEqualTo(1);
              assertThat(data.totalSize()).isEqualTo(INFO.length);
              assertThat(data.bytes()).hasSize(100);
            });
    assertThat(extensions(say(swarm, 1, beyond), 1)).containsExactly(new MetadataMessage.Reject(2));
    List<ExtensionMessage> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.addAll(extensions(say(swarm, 1, last), 1));
    }
    assertThat(answers).hasSize(20).last().isEqualTo(new MetadataMessage.Reject(1));
  }

  /** A piece that a peer no longer has is not asked of it, also if it had been a seeder. */
  @Test
  void believesAPeerThatLostAPiece() {
    Swarm swarm = leecher();
    connect(swarm, 1);
    say(swarm, 1, new PeerMessage.HaveAll());
    for (int piece = 1; piece < PIECES; piece++) {
      PeerMessage lost = new ExtensionMessage.DontHave(piece).toPeer(Extension.DONT_HAVE.ourId());
      say(swarm, 1, lost);
    }

    assertThat(asked(say(swarm, 1, new PeerMessage.Unchoke())))
        .extracting(Block::piece)
        .containsExactly(0);
    assertThat(swarm.status(now).lacksHolders()).isTrue();
  }

  /** What is no longer wanted is not asked for; what is wanted again makes us interested again. */
  @Test
  void wishesMayChangeOnTheWay() {
    Swarm swarm = leecher();
    connect(swarm, 1);
    say(swarm, 1, new PeerMessage.HaveAll());
    List<SwarmEffect> first =
        swarm.handle(now, new SwarmEvent.WishesChanged(new Wishes(List.of(0, 4), false)));
    assertThat(first).isEmpty();

    assertThat(asked(say(swarm, 1, new PeerMessage.Unchoke())))
        .isNotEmpty()
        .allMatch(block -> block.piece() >= 10);

    List<SwarmEffect> none =
        swarm.handle(now, new SwarmEvent.WishesChanged(new Wishes(List.of(0, 0), false)));
    assertThat(none).contains(new SwarmEffect.Completed());
    assertThat(swarm.isFinished()).isTrue();

    swarm.handle(now, new SwarmEvent.WishesChanged(Wishes.ALL));
    assertThat(swarm.isFinished()).isFalse();
    connect(swarm, 2);
    assertThat(say(swarm, 2, new PeerMessage.HaveAll()))
        .contains(new SwarmEffect.Send(new PeerKey(2), new PeerMessage.Interested()));
  }

  /** A seeder sent away when all was there is called back at once, also if it is just going. */
  @Test
  void grownWishesCallTheSeederBack() {
    Swarm swarm = leecher();
    PeerAddress seeder = World.address(1);
    swarm.handle(now, new SwarmEvent.PeersFound(SwarmEvent.PeerSource.USER, List.of(seeder)));
    connect(swarm, 1);
    say(swarm, 1, new PeerMessage.HaveAll());
    List<SwarmEffect> none =
        swarm.handle(now, new SwarmEvent.WishesChanged(new Wishes(List.of(0, 0), false)));
    assertThat(closed(none, 1)).containsExactly(CloseReason.BOTH_SEED);

    swarm.handle(now, new SwarmEvent.WishesChanged(Wishes.ALL));
    List<SwarmEffect> gone =
        swarm.handle(now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.BOTH_SEED));

    assertThat(gone).contains(new SwarmEffect.Connect(seeder));
  }

  @Test
  void doesNotTalkToItself() {
    Swarm swarm = leecher();
    PeerAddress us = World.address(1);
    swarm.handle(now, new SwarmEvent.PeersFound(SwarmEvent.PeerSource.TRACKER, List.of(us)));

    assertThat(closed(connect(swarm, 1, true, id(100)), 1)).containsExactly(CloseReason.SELF);
    swarm.handle(now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.SELF));
    swarm.handle(now, new SwarmEvent.PeersFound(SwarmEvent.PeerSource.TRACKER, List.of(us)));

    assertThat(pass(swarm, Duration.ofHours(2))).doesNotContain(new SwarmEffect.Connect(us));
  }

  /** Of two connections to one peer one stays: the older, or that which both ends agree on. */
  /** From whatever address it comes: a machine has several. */
  @Test
  void keepsOneConnectionToAPeer() {
    Swarm swarm = leecher();
    connect(swarm, 1, true, id(7));
    assertThat(closed(connect(swarm, 2, true, id(7)), 2)).containsExactly(CloseReason.DUPLICATE);

    Swarm crossing = leecher();
    connect(crossing, 1, false, id(7));
    List<SwarmEffect> effects = connect(crossing, 2, true, id(7));
    assertThat(closed(effects, 1)).containsExactly(CloseReason.DUPLICATE);
    assertThat(closed(effects, 2)).isEmpty();

    Swarm bothFamilies = leecher();
    connectFrom(bothFamilies, 1, World.address(1), id(7));
    effects = connectFrom(bothFamilies, 2, PeerAddress.of(new byte[16], 6881), id(7));
    assertThat(closed(effects, 1)).containsExactly(CloseReason.DUPLICATE);
  }

  /** Only then does the engine take blocks of it again, so that all of them are of the next try. */
  @Test
  void aPieceThatFailedIsForgotten() {
    Swarm swarm = leecher();
    connect(swarm, 1);
    Block block = askedOfSeeder(swarm, 1);
    swarm.handle(now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));

    assertThat(swarm.handle(now, new SwarmEvent.PieceFailed(block.piece())))
        .contains(new SwarmEffect.Forget(block.piece()));
  }

  /** Peer exchange: at most one message a minute to a peer, fifty new addresses in each. */
  @Test
  void exchangesPeersOnceAMinute() {
    Swarm swarm = leecher();
    greet(swarm, 1);
    for (int number = 2; number < 72; number++) {
      connect(swarm, number);
      say(swarm, number, new PeerMessage.HaveNone());
    }

    List<ExtensionMessage> first = extensions(pass(swarm, Duration.ofSeconds(59)), 1);
    assertThat(first).hasSize(1);
    assertThat(((PexMessage) first.getFirst()).added())
        .hasSize(PexMessage.MAX_SENT)
        .noneMatch(added -> added.address().equals(World.address(1)));

    for (int number = 2; number < 72; number++) {
      swarm.handle(
          now, new SwarmEvent.Disconnected(new PeerKey(number), CloseReason.REMOTE_CLOSED));
    }
    List<ExtensionMessage> second = extensions(pass(swarm, Duration.ofSeconds(60)), 1);
    assertThat(second).hasSize(1);
    assertThat(((PexMessage) second.getFirst()).dropped()).hasSize(PexMessage.MAX_SENT);
  }

  /** A peer that tells of peers all the time is not listened to all the time. */
  @Test
  void aFloodOfAddressesIsPassedOver() {
    Swarm swarm = leecher();
    greet(swarm, 1);
    for (int i = 0; i < 20; i++) {
      PexMessage message =
          new PexMessage(List.of(new PexMessage.Added(World.address(1000 + i), 0)), List.of());
      say(swarm, 1, message.toPeer(Extension.UT_PEX.ourId()));
    }

    assertThat(swarm.status(now).known()).isLessThan(8);
  }

  /** Of one connection one address is known, whatever it says, and none when it is gone. */
  @Test
  void whoNamesPortAfterPortIsKnownByTheLast() {
    Swarm swarm = leecher();
    connect(swarm, 1, false, id(1));
    for (int port = 1; port <= 3000; port++) {
      ExtensionHandshake hello = ExtensionHandshake.builder().port(port).build();
      say(swarm, 1, hello.toPeer(Extension.HANDSHAKE_ID));
    }
    assertThat(swarm.status(now).known()).isEqualTo(1);

    swarm.handle(now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.REMOTE_CLOSED));
    assertThat(swarm.status(now).known()).isZero();
  }

  /** Peer ids are no secret. */
  @Test
  void whoLiesUnderAnothersIdIsBannedAndTheOtherIsNot() {
    Swarm swarm = leecher();
    PeerId honest = id(7);
    connect(swarm, 1, true, honest);
    Block lie = askedOfSeeder(swarm, 1);
    swarm.handle(now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(lie), List.of()));
    List<SwarmEffect> effects = swarm.handle(now, new SwarmEvent.PieceFailed(lie.piece()));
    assertThat(closed(effects, 1)).containsExactly(CloseReason.CORRUPT_DATA);
    swarm.handle(now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.CORRUPT_DATA));

    assertThat(closed(connect(swarm, 2, true, honest), 2)).isEmpty();
    assertThat(closed(connectFrom(swarm, 3, World.address(1), id(8)), 3))
        .containsExactly(CloseReason.BANNED);
  }

  /** On one machine all hosts are one: there the id tells. */
  @Test
  void aLiarOfThisMachineIsKnownByItsId() {
    Swarm swarm = leecher();
    PeerAddress here = PeerAddress.of(new byte[] {127, 0, 0, 1}, 5001);
    connectFrom(swarm, 1, here, id(7));
    Block lie = askedOfSeeder(swarm, 1);
    swarm.handle(now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(lie), List.of()));
    swarm.handle(now, new SwarmEvent.PieceFailed(lie.piece()));
    swarm.handle(now, new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.CORRUPT_DATA));

    assertThat(closed(connectFrom(swarm, 2, here.withPort(5002), id(7)), 2))
        .containsExactly(CloseReason.BANNED);
    assertThat(closed(connectFrom(swarm, 3, here.withPort(5003), id(8)), 3)).isEmpty();
  }

  /** The engine dropped a block whose coming was on its way to us: no verdict will ever come. */
  @Test
  void aPieceWithoutAVerdictIsAskedForAnew() {
    Swarm swarm = leecher();
    connect(swarm, 1);
    Block block = askedOfSeeder(swarm, 1);
    swarm.handle(now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));

    SwarmEffect forgotten = new SwarmEffect.Forget(block.piece());
    assertThat(pass(swarm, Verdicts.LONGEST.minusSeconds(1))).doesNotContain(forgotten);
    assertThat(pass(swarm, Duration.ofSeconds(20))).containsOnlyOnce(forgotten);
    connect(swarm, 2);
    Bitfield only = new Bitfield(PIECES);
    only.set(block.piece());
    say(swarm, 2, new PeerMessage.BitfieldMessage(only.toWire()));
    assertThat(asked(say(swarm, 2, new PeerMessage.Unchoke()))).contains(block);
  }

  /** A disk may be slower than we wait: its verdict is about the first try, not the second. */
  @Test
  void aVerdictThatComesLateConvictsNobody() {
    Swarm swarm = leecher();
    connect(swarm, 1);
    Block block = askedOfSeeder(swarm, 1);
    swarm.handle(now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));
    pass(swarm, Verdicts.LONGEST.plusSeconds(20));
    swarm.handle(now, new SwarmEvent.BlocksReceived(new PeerKey(1), List.of(block), List.of()));

    List<SwarmEffect> late = swarm.handle(now, new SwarmEvent.PieceFailed(block.piece()));
    assertThat(closed(late, 1)).isEmpty();
    swarm.handle(now, new SwarmEvent.PieceVerified(block.piece()));
    assertThat(swarm.verified().get(block.piece())).isTrue();
    pass(swarm, Verdicts.LONGEST.plusSeconds(20));
    assertThat(swarm.verified().get(block.piece())).isTrue();
  }

  private Block askedOfSeeder(Swarm swarm, int number) {
    say(swarm, number, new PeerMessage.HaveAll());
    return asked(say(swarm, number, new PeerMessage.Unchoke())).getFirst();
  }

  /** A private torrent neither offers nor takes peer exchange. */
  @Test
  void privateMeansNoExchange() {
    Swarm swarm = swarm(new Bitfield(PIECES), true, 80);
    List<ExtensionMessage> hello = extensions(connect(swarm, 1), 1);
    assertThat(((ExtensionHandshake) hello.getFirst()).idOf(Extension.UT_PEX)).isEmpty();
    greet(swarm, 2);
    greet(swarm, 3);
    PeerAddress told = World.address(9);
    PexMessage message = new PexMessage(List.of(new PexMessage.Added(told, 0)), List.of());
    List<SwarmEffect> effects = say(swarm, 2, message.toPeer(Extension.UT_PEX.ourId()));

    assertThat(effects).doesNotContain(new SwarmEffect.Connect(told));
    List<SwarmEffect> later = pass(swarm, Duration.ofMinutes(5));
    assertThat(later).doesNotContain(new SwarmEffect.Connect(told));
    assertThat(extensions(later, 2)).noneMatch(PexMessage.class::isInstance);
  }

  /** A full swarm lets a newcomer in for one that is of no use, not for one that is, not often. */
  @Test
  void aFullSwarmReplacesTheUseless() {
    Swarm swarm = swarm(new Bitfield(PIECES), false, 3);
    connect(swarm, 1);
    say(swarm, 1, new PeerMessage.HaveAll());
    for (int number = 2; number <= 3; number++) {
      connect(swarm, number);
      say(swarm, number, new PeerMessage.HaveNone());
    }
    assertThat(closed(connect(swarm, 4), 4)).containsExactly(CloseReason.NO_ROOM);
    pass(swarm, Duration.ofMinutes(3));

    List<SwarmEffect> effects = connect(swarm, 5);
    assertThat(closed(effects, 5)).isEmpty();
    assertThat(closed(effects, 2)).containsExactly(CloseReason.NO_ROOM);
    assertThat(closed(connect(swarm, 6), 6)).containsExactly(CloseReason.NO_ROOM);
    pass(swarm, Duration.ofMinutes(3));
    assertThat(closed(connect(swarm, 7), 3)).containsExactly(CloseReason.NO_ROOM);
    // Left are one that has what we want, and two that just came.
    assertThat(closed(connect(swarm, 8), 8)).containsExactly(CloseReason.NO_ROOM);
  }
}
