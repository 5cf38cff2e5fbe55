package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.session.PeerKey;
import minibit.core.testing.Seeds;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import org.junit.jupiter.api.Test;

/** Several connections between two peers: one is left, and the same at both ends. */
class TwinTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final PeerAddress V4 = PeerAddress.of(new byte[] {10, 0, 0, 1}, 6881);
  private static final PeerAddress V6 = PeerAddress.of(ipv6(), 6881);

  private static byte[] ipv6() {
    byte[] ip = new byte[16];
    ip[0] = (byte) 0xfd;
    return ip;
  }

  /** One of the four ways in which two peers of both families may reach each other. */
  private record Way(boolean byTheGreater, boolean v6) {}

  /** Which is left at an end where handshakes come in this order, some milliseconds apart. */
  private static Way left(List<Way> order, boolean greater, Random random) {
    Instant now = BEGIN;
    Way kept = order.getFirst();
    Twin old = twin(kept, greater, now);
    for (Way way : order.subList(1, order.size())) {
      now = now.plusMillis(random.nextInt(300));
      Twin fresh = twin(way, greater, now);
      if (fresh.isBetterThan(old, greater)) {
        kept = way;
        old = fresh;
      }
    }
    return kept;
  }

  private static Twin twin(Way way, boolean greater, Instant since) {
    return new Twin(way.v6 ? V6 : V4, way.byTheGreater == greater, since);
  }

  @Seeds(200)
  void bothEndsKeepTheSame(long seed) {
    Random random = new Random(seed);
    List<Way> ways = new ArrayList<>();
    for (int bits = 1 + random.nextInt(15), i = 0; i < 4; i++) {
      if ((bits >> i & 1) == 1) {
        ways.add(new Way((i & 1) == 1, i > 1));
      }
    }
    Collections.shuffle(ways, random);
    Way one = left(ways, true, random);
    Collections.shuffle(ways, random);
    Way other = left(ways, false, random);

    assertThat(one).isEqualTo(other);
  }

  /** What has worked for a while stays, whatever comes later. */
  @Test
  void anOldConnectionStays() {
    Instant later = BEGIN.plus(Duration.ofSeconds(15));
    for (boolean outgoing : new boolean[] {true, false}) {
      for (boolean greater : new boolean[] {true, false}) {
        Twin old = new Twin(V4, true, BEGIN);
        assertThat(new Twin(V6, outgoing, later).isBetterThan(old, greater)).isFalse();
      }
    }
  }

  /** While a link's metadata is fetched, too: the seeder decides by the same rule. */
  @Test
  void whoKnowsOnlyALinkKeepsTheSame() {
    MetadataSwarm swarm =
        new MetadataSwarm(
            new MetadataSetup(
                World.HASHES, PeerId.of(new byte[PeerId.LENGTH]), World.ALL, 6881, "minibit"),
            SwarmSettings.DEFAULTS,
            new SplittableRandom(1));

    connect(swarm, 1, V4);

    assertThat(closed(connect(swarm, 2, V6))).containsExactly(1L);
    assertThat(closed(connect(swarm, 3, V4))).containsExactly(3L);
  }

  private static List<SwarmEffect> connect(MetadataSwarm swarm, int number, PeerAddress remote) {
    byte[] id = new byte[PeerId.LENGTH];
    id[0] = 1;
    Handshake theirs = new Handshake(World.ALL, World.HASHES.wire().getFirst(), PeerId.of(id));
    return swarm.handle(
        BEGIN, new SwarmEvent.Connected(new PeerKey(number), remote, true, theirs, false));
  }

  private static List<Long> closed(List<SwarmEffect> effects) {
    List<Long> closed = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Disconnect(PeerKey key, CloseReason reason)) {
        assertThat(reason).isEqualTo(CloseReason.DUPLICATE);
        closed.add(key.number());
      }
    }
    return closed;
  }
}
