package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent.PeerSource;
import minibit.core.wire.CloseReason;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import org.junit.jupiter.api.Test;

/** Who was named by the user is dialled again soon: it may still be checking its files. */
class NamedPeersTest {
  private static final Instant BEGIN = World.BEGINNING;
  private static final int PIECES = 8;
  private static final PeerAddress PEER = World.address(1);

  private final Swarm swarm =
      new Swarm(
          SwarmSetup.of(
              World.HASHES,
              Geometry.linear((long) PIECES * Block.SIZE, Block.SIZE),
              new Bitfield(PIECES),
              PeerId.of(new byte[PeerId.LENGTH])),
          Wishes.ALL,
          SwarmSettings.DEFAULTS,
          SwarmWatch.NONE,
          new SplittableRandom(1));
  private final List<Long> dials = new ArrayList<>();
  private Instant now = BEGIN;
  private boolean refuses = true;

  @Test
  void areTriedAgainAfterOneSecondThenTwoThenFour() {
    found(PeerSource.USER);

    runUntil(Duration.ofSeconds(16));

    assertThat(dials).containsExactly(0L, 1L, 3L, 7L, 15L);
  }

  @Test
  void areNeverLeftForLong() {
    found(PeerSource.USER);

    runUntil(Duration.ofHours(2));

    assertThat(dials.getLast()).isGreaterThan(7200 - 121);
  }

  @Test
  void othersWaitAsBefore() {
    found(PeerSource.TRACKER);

    runUntil(Duration.ofMinutes(1));

    assertThat(dials).containsExactly(0L, 15L, 45L);
  }

  /** A tracker that names the same address first does not make it a stranger. */
  @Test
  void mayHaveBeenHeardOfBefore() {
    found(PeerSource.TRACKER);
    found(PeerSource.USER);

    runUntil(Duration.ofSeconds(8));

    assertThat(dials).containsExactly(0L, 1L, 3L, 7L);
  }

  /** One who comes, talks and goes is not dialled every second. */
  @Test
  void areNotHurriedOnceTheyLived() {
    refuses = false;
    found(PeerSource.USER);
    connect(1, true);
    tell(new SwarmEvent.Received(new PeerKey(1), new PeerMessage.HaveNone()));
    tell(new SwarmEvent.Disconnected(new PeerKey(1), CloseReason.REMOTE_CLOSED));

    runUntil(Duration.ofSeconds(17));

    assertThat(dials).containsExactly(0L, 16L);
  }

  /** Our dial to one who dialled us is one connection too many; there is no reason for another. */
  @Test
  void areNotDialledWhileTheyAreHere() {
    refuses = false;
    connect(1, false);
    ExtensionHandshake hello = ExtensionHandshake.builder().port(PEER.port()).build();
    tell(new SwarmEvent.Received(new PeerKey(1), hello.toPeer(0)));
    connect(2, true);
    tell(new SwarmEvent.Disconnected(new PeerKey(2), CloseReason.DUPLICATE));
    found(PeerSource.USER);

    runUntil(Duration.ofMinutes(5));

    assertThat(dials).isEmpty();
  }

  /** What the user named stays named when the torrent of a magnet link has come. */
  @Test
  void areKnownAsSuchAfterAMagnetLinksMetadata() {
    MetadataSwarm before =
        new MetadataSwarm(
            new MetadataSetup(
                World.HASHES, PeerId.of(new byte[PeerId.LENGTH]), World.ALL, 6881, "minibit"),
            SwarmSettings.DEFAULTS,
            new SplittableRandom(1));
    before.handle(now, new SwarmEvent.PeersFound(PeerSource.USER, List.of(PEER)));

    before.handOver(false).forEach(this::tell);
    runUntil(Duration.ofSeconds(8));

    assertThat(dials).containsExactly(0L, 1L, 3L, 7L);
  }

  private void found(PeerSource source) {
    tell(new SwarmEvent.PeersFound(source, List.of(PEER)));
  }

  private void connect(int key, boolean outgoing) {
    byte[] id = new byte[PeerId.LENGTH];
    id[0] = 1;
    Handshake theirs = new Handshake(World.ALL, World.HASHES.wire().getFirst(), PeerId.of(id));
    PeerAddress remote = outgoing ? PEER : PEER.withPort(40_000);
    tell(new SwarmEvent.Connected(new PeerKey(key), remote, outgoing, theirs, false));
  }

  private void runUntil(Duration time) {
    Instant end = BEGIN.plus(time);
    while (!swarm.deadline().isAfter(end)) {
      now = swarm.deadline().isAfter(now) ? swarm.deadline() : now;
      tell(new SwarmEvent.DeadlineReached());
    }
    now = end;
  }

  private void tell(SwarmEvent event) {
    for (SwarmEffect effect : swarm.handle(now, event)) {
      if (effect instanceof SwarmEffect.Connect(var to)) {
        dials.add(Duration.between(BEGIN, now).toSeconds());
        if (refuses) {
          tell(new SwarmEvent.ConnectFailed(to));
        }
      }
    }
  }
}
