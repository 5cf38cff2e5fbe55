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
import minibit.core.mse.Encryption;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.Carriage;
import minibit.core.session.PeerKey;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PexMessage;
import org.junit.jupiter.api.Test;

/** What a swarm says and hears of who prefers encryption or speaks uTP (BEP 10, BEP 11). */
class EncryptionHintsTest {
  private static final Geometry GEOMETRY = Geometry.linear(20L * Block.SIZE, Block.SIZE);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private static Swarm swarm(boolean prefers) {
    SwarmSetup setup =
        new SwarmSetup(
            World.HASHES,
            GEOMETRY,
            new Bitfield(20),
            List.of(new SwarmSetup.PieceRange(0, 19)),
            false,
            Optional.empty(),
            PeerId.of(new byte[20]),
            World.ALL,
            6881,
            "minibit");
    return new Swarm(
        setup,
        Wishes.ALL,
        SwarmSettings.DEFAULTS.withPrefersEncryption(prefers),
        SwarmWatch.NONE,
        new SplittableRandom(1));
  }

  private List<SwarmEffect> connect(Swarm swarm, int number, Carriage carriage) {
    byte[] id = new byte[20];
    id[0] = (byte) number;
    List<SwarmEffect> effects =
        new ArrayList<>(
            swarm.handle(
                now,
                new SwarmEvent.Connected(
                    new PeerKey(number),
                    World.address(number),
                    true,
                    new Handshake(World.ALL, World.HASHES.wire().getFirst(), PeerId.of(id)),
                    false,
                    carriage)));
    hear(swarm, number, new PeerMessage.HaveNone());
    ExtensionHandshake hello = ExtensionHandshake.builder().takes(Extension.UT_PEX).build();
    effects.addAll(hear(swarm, number, hello.toPeer(Extension.HANDSHAKE_ID)));
    return effects;
  }

  private List<SwarmEffect> hear(Swarm swarm, int from, PeerMessage message) {
    return swarm.handle(now, new SwarmEvent.Received(new PeerKey(from), message));
  }

  private static List<ExtensionMessage> said(List<SwarmEffect> effects) {
    List<ExtensionMessage> said = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Send(_, PeerMessage.Extended message)) {
        said.add(ExtensionMessage.decode(message));
      }
    }
    return said;
  }

  @Test
  void whoPrefersItSaysSo() {
    for (boolean prefers : List.of(true, false)) {
      List<ExtensionMessage> said = said(connect(swarm(prefers), 1, Carriage.PLAIN));

      assertThat(said.getFirst())
          .isInstanceOfSatisfying(
              ExtensionHandshake.class,
              hello -> assertThat(hello.encryption().orElse(false)).isEqualTo(prefers));
    }
  }

  @Test
  void whoIsSaidToPreferItIsDialledSo() {
    Swarm swarm = swarm(false);
    connect(swarm, 1, Carriage.PLAIN);
    PeerAddress hidden = World.address(8);
    PeerAddress plain = World.address(9);
    PexMessage message =
        new PexMessage(
            List.of(
                new PexMessage.Added(hidden, PexMessage.ENCRYPTION),
                new PexMessage.Added(plain, PexMessage.SEED)),
            List.of());

    List<SwarmEffect> effects = hear(swarm, 1, message.toPeer(Extension.UT_PEX.ourId()));

    assertThat(effects)
        .containsSubsequence(
            new SwarmEffect.PrefersEncryption(hidden), new SwarmEffect.Connect(hidden))
        .contains(new SwarmEffect.Connect(plain))
        .doesNotContain(new SwarmEffect.PrefersEncryption(plain));
  }

  @Test
  void othersHearWhoseConnectionsAreEncryptedAndWhoseGoOverUtp() {
    Swarm swarm = swarm(false);
    connect(swarm, 1, new Carriage(Encryption.STREAM, false));
    connect(swarm, 2, new Carriage(Encryption.NONE, true));
    connect(swarm, 3, Carriage.PLAIN);
    List<SwarmEffect> later = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      now = now.plus(Duration.ofSeconds(5));
      later.addAll(swarm.handle(now, new SwarmEvent.DeadlineReached()));
    }

    List<PexMessage.Added> told = new ArrayList<>();
    for (ExtensionMessage message : said(later)) {
      if (message instanceof PexMessage pex) {
        told.addAll(pex.added());
      }
    }

    assertThat(told)
        .anySatisfy(
            peer -> {
              assertThat(peer.address()).isEqualTo(World.address(1));
              assertThat(peer.is(PexMessage.ENCRYPTION)).isTrue();
            })
        .noneMatch(
            peer -> !peer.address().equals(World.address(1)) && peer.is(PexMessage.ENCRYPTION))
        .anySatisfy(
            peer -> {
              assertThat(peer.address()).isEqualTo(World.address(2));
              assertThat(peer.is(PexMessage.UTP)).isTrue();
            })
        .noneMatch(peer -> !peer.address().equals(World.address(2)) && peer.is(PexMessage.UTP));
  }
}
