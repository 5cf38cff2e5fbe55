package minibit.core.swarm;

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

/** What peers say to one swarm, as time goes by, and what it answers. */
final class SwarmTalk {
  static final int PIECES = 20;
  static final Geometry GEOMETRY = Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE);
  static final byte[] INFO = new byte[MetadataMessage.PIECE + 100];

  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  static PeerId id(int number) {
    byte[] bytes = new byte[20];
    bytes[19] = (byte) number;
    return PeerId.of(bytes);
  }

  static Swarm swarm(Bitfield have, boolean isPrivate, int maxPeers) {
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

  static Swarm leecher() {
    return swarm(new Bitfield(PIECES), false, 80);
  }

  static Swarm seeder() {
    return swarm(Bitfield.full(PIECES), false, 80);
  }

  List<SwarmEffect> connect(Swarm swarm, int number, boolean outgoing, PeerId id) {
    return swarm.handle(
        now,
        new SwarmEvent.Connected(
            new PeerKey(number),
            World.address(number),
            outgoing,
            new Handshake(World.ALL, World.HASHES.wire().getFirst(), id),
            false));
  }

  List<SwarmEffect> connectFrom(Swarm swarm, int number, PeerAddress remote, PeerId id) {
    Handshake theirs = new Handshake(World.ALL, World.HASHES.wire().getFirst(), id);
    return swarm.handle(
        now, new SwarmEvent.Connected(new PeerKey(number), remote, false, theirs, false));
  }

  List<SwarmEffect> connect(Swarm swarm, int number) {
    return connect(swarm, number, true, id(number));
  }

  List<SwarmEffect> say(Swarm swarm, int number, PeerMessage message) {
    return swarm.handle(now, new SwarmEvent.Received(new PeerKey(number), message));
  }

  /** A peer that takes every extension under our own numbers. */
  void greet(Swarm swarm, int number) {
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

  List<ExtensionMessage> extensions(List<SwarmEffect> effects, int to) {
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
  List<SwarmEffect> pass(Swarm swarm, Duration time) {
    List<SwarmEffect> effects = new ArrayList<>();
    Instant end = now.plus(time);
    while (!swarm.deadline().isAfter(end)) {
      now = swarm.deadline().isAfter(now) ? swarm.deadline() : now;
      effects.addAll(swarm.handle(now, new SwarmEvent.DeadlineReached()));
    }
    now = end;
    return effects;
  }

  static List<Block> asked(List<SwarmEffect> effects) {
    List<Block> blocks = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Ask(_, var asked)) {
        blocks.addAll(asked);
      }
    }
    return blocks;
  }

  static List<CloseReason> closed(List<SwarmEffect> effects, int number) {
    List<CloseReason> reasons = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Disconnect(var key, var reason) && key.number() == number) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  /** A seeder comes and lets us ask: the first block that is asked of it. */
  Block askedOfSeeder(Swarm swarm, int number) {
    say(swarm, number, new PeerMessage.HaveAll());
    return asked(say(swarm, number, new PeerMessage.Unchoke())).getFirst();
  }
}
