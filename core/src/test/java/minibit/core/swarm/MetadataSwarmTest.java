package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerId;
import minibit.core.session.PeerKey;
import minibit.core.swarm.SwarmEvent.PeerSource;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Extension;
import minibit.core.wire.ExtensionHandshake;
import minibit.core.wire.ExtensionMessage;
import minibit.core.wire.Handshake;
import minibit.core.wire.MetadataMessage;
import minibit.core.wire.PeerMessage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching metadata by magnet: from good peers, silent ones, unwilling ones and liars. */
@NullUnmarked
class MetadataSwarmTest {
  private static final int THEIR_ID = 9;

  /** Who is asked more often is asked in vain, and for ever. */
  private static final int MAX_ANSWERS = 300;

  private final byte[] info = new byte[100_000];
  private final Map<PeerKey, Peer> peers = new LinkedHashMap<>();
  private final List<CloseReason> closings = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Optional<byte[]> ready = Optional.empty();
  private InfoHashes hashes;
  private MetadataSwarm swarm;
  private long keys;
  private int answers;

  /** What a scripted peer does with requests. */
  private enum Manner {
    GIVES,
    LIES,
    REJECTS,
    IS_SILENT,
    NAMES_ANOTHER_SIZE,
  }

  private record Peer(PeerKey key, Manner manner) {}

  @BeforeEach
  void aMagnet() throws Exception {
    new SplittableRandom(1).nextBytes(info);
    hashes = InfoHashes.v1(InfoHash.of(MessageDigest.getInstance("SHA-1").digest(info)));
    swarm =
        new MetadataSwarm(
            new MetadataSetup(
                hashes,
                PeerId.of(new byte[20]),
                Handshake.EXTENSIONS | Handshake.FAST,
                6881,
                "minibit"),
            SwarmSettings.DEFAULTS,
            new SplittableRandom(7));
  }

  @Test
  void onePeerIsEnough() {
    join(Manner.GIVES, info.length);

    assertThat(ready).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(info));
    assertThat(swarm.deadline()).isAfter(now);
  }

  @Test
  void unwillingAndSilentPeersAreLeftForOthers() {
    join(Manner.REJECTS, info.length);
    join(Manner.IS_SILENT, info.length);
    assertThat(ready).isEmpty();
    join(Manner.GIVES, info.length);

    run(Duration.ofSeconds(15));

    assertThat(ready).isPresent();
  }

  @Test
  void falseMetadataIsThrownAwayAndItsSenderExpelled() {
    join(Manner.LIES, info.length);
    assertThat(closings).containsExactly(CloseReason.CORRUPT_DATA);
    join(Manner.GIVES, info.length);

    assertThat(ready).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(info));
  }

  @Test
  void aLiarAmongSeveralIsFoundByAskingOneAlone() {
    join(Manner.IS_SILENT, info.length);
    join(Manner.LIES, info.length);
    join(Manner.GIVES, info.length);

    run(Duration.ofMinutes(2));

    assertThat(ready).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(info));
    assertThat(closings).doesNotContain(CloseReason.DUPLICATE);
  }

  /** Whichever of the two each end sees first: the one that the greater id dialled. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoDialledFromBothEndsAtOnceBothEndsKeepTheSame(boolean oursFirst) {
    byte[] greater = new byte[20];
    greater[0] = 1;
    connect(1, oursFirst, greater);
    connect(2, !oursFirst, greater);

    assertThat(closings).containsExactly(CloseReason.DUPLICATE);
    assertThat(swarm.handOver(false))
        .filteredOn(SwarmEvent.Connected.class::isInstance)
        .singleElement(type(SwarmEvent.Connected.class))
        .satisfies(kept -> assertThat(kept.outgoing()).isFalse());
  }

  @Test
  void anotherConnectionOfLongAgoStays() {
    byte[] greater = new byte[20];
    greater[0] = 1;
    connect(1, true, greater);
    run(Duration.ofSeconds(11));
    connect(2, false, greater);

    assertThat(closings).containsExactly(CloseReason.DUPLICATE);
    assertThat(swarm.handOver(false))
        .filteredOn(SwarmEvent.Connected.class::isInstance)
        .singleElement(type(SwarmEvent.Connected.class))
        .satisfies(kept -> assertThat(kept.outgoing()).isTrue());
  }

  private void connect(int key, boolean outgoing, byte[] id) {
    Handshake theirs =
        new Handshake(
            Handshake.EXTENSIONS | Handshake.FAST, hashes.wire().getFirst(), PeerId.of(id));
    tell(new SwarmEvent.Connected(new PeerKey(key), World.address(key), outgoing, theirs, false));
  }

  @Test
  void aFalseSizeDoesNotHoldUsUpForLong() {
    join(Manner.IS_SILENT, ExtensionHandshake.MAX_METADATA);
    join(Manner.GIVES, info.length);

    run(Duration.ofSeconds(90));

    assertThat(ready).isPresent();
  }

  /** A claim in the handshake, another beside every piece: what it sends is never of use. */
  @Test
  void whoAnswersWithWhatCannotBeTakenIsLeftForOthers() {
    join(Manner.NAMES_ANOTHER_SIZE, info.length);
    join(Manner.GIVES, info.length);

    assertThat(ready).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(info));
  }

  @Test
  void whoDoesSoThreeTimesIsExpelled() {
    join(Manner.NAMES_ANOTHER_SIZE, info.length);

    run(Duration.ofSeconds(59));
    assertThat(closings).isEmpty();
    run(Duration.ofSeconds(2));
    assertThat(closings).containsExactly(CloseReason.CORRUPT_DATA);
    assertThat(answers).isLessThan(MAX_ANSWERS);
  }

  @Test
  void whatPeersSaidIsHandedOver() {
    PeerKey key = join(Manner.IS_SILENT, info.length);
    tell(new SwarmEvent.Received(key, new PeerMessage.HaveNone()));
    tell(new SwarmEvent.Received(key, new PeerMessage.Have(3)));
    tell(new SwarmEvent.Received(key, new PeerMessage.Unchoke()));
    tell(new SwarmEvent.Received(key, new PeerMessage.Choke()));
    tell(new SwarmEvent.Received(key, new PeerMessage.Interested()));

    List<SwarmEvent> events = swarm.handOver(false);

    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            SwarmEvent.Connected.class, connected -> assertThat(connected.adopted()).isTrue());
    assertThat(events)
        .containsSubsequence(
            new SwarmEvent.Received(key, new PeerMessage.HaveNone()),
            new SwarmEvent.Received(key, new PeerMessage.Have(3)),
            new SwarmEvent.Received(key, new PeerMessage.Interested()))
        .doesNotContain(new SwarmEvent.Received(key, new PeerMessage.Unchoke()));
  }

  /** BEP 27: peers of a private torrent come from its tracker. */
  @Test
  void whomOnlyStrangersNamedStaysBehindIfTheTorrentIsPrivate() {
    for (int i = 1; i <= 3; i++) {
      PeerSource source = List.of(PeerSource.DHT, PeerSource.PEX, PeerSource.TRACKER).get(i - 1);
      tell(new SwarmEvent.PeersFound(source, List.of(World.address(i), World.address(i + 10))));
    }
    // The tracker names one of the DHT's, too.
    tell(new SwarmEvent.PeersFound(PeerSource.TRACKER, List.of(World.address(11))));
    for (int i = 0; i < 3; i++) {
      join(Manner.IS_SILENT, info.length);
    }

    List<SwarmEvent> open = swarm.handOver(false);
    List<SwarmEvent> closed = swarm.handOver(true);

    assertThat(open).filteredOn(SwarmEvent.Connected.class::isInstance).hasSize(3);
    assertThat(closed)
        .filteredOn(SwarmEvent.Connected.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            SwarmEvent.Connected.class,
            event -> assertThat(event.remote()).isEqualTo(World.address(3)));
    assertThat(closed)
        .contains(
            new SwarmEvent.PeersFound(
                PeerSource.TRACKER,
                List.of(World.address(11), World.address(3), World.address(13))));
  }

  /** Of what a peer says of all its pieces, the last is what the next swarm hears. */
  @Test
  void aSecondBitfieldReplacesTheFirst() {
    PeerKey key = join(Manner.IS_SILENT, info.length);
    tell(new SwarmEvent.Received(key, new PeerMessage.HaveNone()));
    tell(new SwarmEvent.Received(key, new PeerMessage.Have(3)));
    tell(new SwarmEvent.Received(key, new PeerMessage.HaveAll()));

    assertThat(closings).isEmpty();
    assertThat(swarm.handOver(false))
        .contains(new SwarmEvent.Received(key, new PeerMessage.HaveAll()))
        .doesNotContain(
            new SwarmEvent.Received(key, new PeerMessage.HaveNone()),
            new SwarmEvent.Received(key, new PeerMessage.Have(3)));
  }

  private PeerKey join(Manner manner, int size) {
    PeerKey key = new PeerKey(keys++);
    byte[] id = new byte[20];
    Arrays.fill(id, (byte) (key.number() + 1));
    peers.put(key, new Peer(key, manner));
    Handshake theirs =
        new Handshake(
            Handshake.EXTENSIONS | Handshake.FAST, hashes.wire().getFirst(), PeerId.of(id));
    tell(new SwarmEvent.Connected(key, World.address((int) key.number() + 1), true, theirs, false));
    ExtensionHandshake hello =
        new ExtensionHandshake(
            Map.of(Extension.UT_METADATA, THEIR_ID),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.of(size),
            Optional.empty(),
            Optional.empty());
    tell(new SwarmEvent.Received(key, hello.toPeer(0)));
    return key;
  }

  private void run(Duration time) {
    Instant end = now.plus(time);
    while (!swarm.deadline().isAfter(end)) {
      now = swarm.deadline().isAfter(now) ? swarm.deadline() : now;
      tell(new SwarmEvent.DeadlineReached());
    }
    now = end;
  }

  private void tell(SwarmEvent event) {
    for (SwarmEffect effect : swarm.handle(now, event)) {
      switch (effect) {
        case SwarmEffect.Send(var to, PeerMessage.Extended(int id, byte[] payload)) when id > 0 ->
            answer(
                peers.get(to),
                ExtensionMessage.decode(
                    new PeerMessage.Extended(Extension.UT_METADATA.ourId(), payload)));
        case SwarmEffect.MetadataReady(byte[] bytes) -> ready = Optional.of(bytes);
        case SwarmEffect.Disconnect(var peer, var reason) -> {
          closings.add(reason);
          peers.remove(peer);
          tell(new SwarmEvent.Disconnected(peer, reason));
        }
        default -> {}
      }
    }
  }

  private void answer(Peer peer, ExtensionMessage message) {
    if (peer == null || !(message instanceof MetadataMessage.Request(int piece))) {
      return;
    }
    int begin = piece * MetadataMessage.PIECE;
    int end = begin + MetadataMessage.pieceSize(piece, info.length);
    byte[] bytes = Arrays.copyOfRange(info, begin, end);
    MetadataMessage reply =
        switch (peer.manner()) {
          case GIVES -> new MetadataMessage.Data(piece, info.length, bytes);
          case LIES -> new MetadataMessage.Data(piece, info.length, new byte[bytes.length]);
          case REJECTS -> new MetadataMessage.Reject(piece);
          case NAMES_ANOTHER_SIZE -> new MetadataMessage.Data(piece, info.length + 1, bytes);
          case IS_SILENT -> null;
        };
    if (reply != null && ++answers <= MAX_ANSWERS) {
      tell(new SwarmEvent.Received(peer.key(), reply.toPeer(Extension.UT_METADATA.ourId())));
    }
  }
}
