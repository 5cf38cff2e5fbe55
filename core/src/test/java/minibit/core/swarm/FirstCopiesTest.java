package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.testing.Seeds;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;

/** What a seeder suggests to a crowd, message by message. */
class FirstCopiesTest {
  private static final int PIECES = 20;
  private static final Geometry GEOMETRY = Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Swarm seeder = seeder(1);

  private static Swarm seeder(long seed) {
    return new Swarm(
        SwarmSetup.of(
            World.HASHES, GEOMETRY, Bitfield.full(PIECES), PeerId.random(new SplittableRandom(9))),
        Wishes.ALL,
        SwarmSettings.DEFAULTS,
        SwarmWatch.NONE,
        new SplittableRandom(seed));
  }

  private List<SwarmEffect> come(int number) {
    PeerId id = PeerId.random(new SplittableRandom(number));
    Handshake hello = new Handshake(World.ALL, World.HASHES.wire().getFirst(), id);
    List<SwarmEffect> effects =
        new ArrayList<>(
            seeder.handle(
                now,
                new SwarmEvent.Connected(
                    new PeerKey(number), World.address(number), true, hello, false)));
    effects.addAll(say(number, new PeerMessage.HaveNone()));
    effects.addAll(say(number, new PeerMessage.Interested()));
    return effects;
  }

  private List<SwarmEffect> say(int number, PeerMessage message) {
    return seeder.handle(now, new SwarmEvent.Received(new PeerKey(number), message));
  }

  private static List<PeerMessage> to(int number, List<SwarmEffect> effects) {
    List<PeerMessage> messages = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Send(var key, var message) && key.number() == number) {
        messages.add(message);
      }
    }
    return messages;
  }

  private static List<Integer> suggested(List<SwarmEffect> effects) {
    List<Integer> pieces = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Send(_, PeerMessage.Suggest(int piece))) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  // A lone leecher fetches everything of us anyway, and shall be told nothing.
  @Test
  void oneLeecherIsLeftAlone() {
    assertThat(suggested(come(1))).isEmpty();
  }

  // Nobody is to begin what another one fetches; and hints after the unchoke would come too late.
  @Test
  void everyoneGetsPiecesOfItsOwnBeforeItMayAsk() {
    come(1);
    List<SwarmEffect> second = come(2);
    List<SwarmEffect> third = come(3);

    Set<Integer> all = new LinkedHashSet<>(suggested(second));
    assertThat(all).hasSizeGreaterThanOrEqualTo(4);
    assertThat(suggested(third)).hasSize(2).doesNotContainAnyElementsOf(all);
    assertThat(to(3, third))
        .filteredOn(m -> m instanceof PeerMessage.Suggest || m instanceof PeerMessage.Unchoke)
        .last()
        .isInstanceOf(PeerMessage.Unchoke.class);
  }

  // Whoever fetched what it was given gets the next, until every piece was given, each once.
  @Seeds(10)
  void everyPieceIsGivenOnce(long seed) {
    seeder = seeder(seed);
    come(1);
    List<Integer> given = new ArrayList<>(suggested(come(2)));
    for (int i = 0; i < given.size(); i++) {
      int fetcher = i % 2 + 1;
      given.addAll(suggested(say(fetcher, new PeerMessage.Have(given.get(i)))));
    }

    assertThat(given).doesNotHaveDuplicates().hasSize(PIECES);
  }

  // What a peer that left was given is given to others.
  @Test
  void whoLeavesGivesItBack() {
    come(1);
    come(2);
    Set<Integer> lost = new TreeSet<>(suggested(come(3)));
    seeder.handle(now, new SwarmEvent.Disconnected(new PeerKey(3), CloseReason.REMOTE_CLOSED));

    assertThat(suggested(come(4))).containsExactlyInAnyOrderElementsOf(lost);
  }

  // At the end the line belongs to the pieces that nobody has yet; but not for ever.
  @Test
  void whoHasItsOwnWaitsForTheLastFirstCopies() {
    come(1);
    List<Integer> ofTwo = new ArrayList<>();
    List<Integer> ofOne = new ArrayList<>();
    List<SwarmEffect> effects = come(2);
    int held = 0;
    while (held == 0) {
      for (SwarmEffect effect : effects) {
        if (effect instanceof SwarmEffect.Send(var key, PeerMessage.Suggest(int piece))) {
          (key.number() == 1 ? ofOne : ofTwo).add(piece);
        }
        held += effect instanceof SwarmEffect.Send(_, PeerMessage.Choke _) ? 1 : 0;
      }
      // The second fetches nothing of its own any more.
      effects = ofOne.isEmpty() ? List.of() : say(1, new PeerMessage.Have(ofOne.removeFirst()));
    }

    assertThat(ofTwo).isNotEmpty();
    now = seeder.deadline();
    assertThat(now).isBeforeOrEqualTo(Instant.parse("2026-01-01T00:00:05Z"));
    assertThat(to(1, seeder.handle(now, new SwarmEvent.DeadlineReached())))
        .hasAtLeastOneElementOfType(PeerMessage.Unchoke.class);
  }

  // What we alone have is no gift for the choked: neighbours would all fetch the same of us.
  @Test
  void nothingRareIsAllowedFast() {
    assertThat(to(1, come(1))).doesNotHaveAnyElementsOfTypes(PeerMessage.AllowedFast.class);
  }

  // In a whole swarm: when every piece is out, the seeder has sent hardly more than the torrent.
  @Seeds(5)
  void theSeederSendsNearlyNothingTwice(long seed) {
    World world = new World(seed, Geometry.linear(16L << 20, 128 << 10));
    Node seeding = world.seeder(512 << 10);
    for (int i = 0; i < 8; i++) {
      world.leecher(512 << 10);
    }
    world.introduce();

    while (!isOut(world)) {
      world.runFor(Duration.ofMillis(500));
    }

    assertThat(seeding.sentBytes).isLessThan((16L << 20) * 11 / 10);
  }

  private static boolean isOut(World world) {
    Bitfield out = new Bitfield(world.geometry.pieces());
    for (Node node : world.nodes.subList(1, world.nodes.size())) {
      Bitfield has = node.swarm.verified();
      for (int piece = has.next(0); piece >= 0; piece = has.next(piece + 1)) {
        out.set(piece);
      }
    }
    return out.isFull();
  }
}
