package minibit.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import minibit.core.bencode.BDict;
import minibit.core.id.PeerId;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.LayerStore;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;
import minibit.core.wire.PeerMessage.HashRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A v2 torrent known by its info alone: layers come from peers, are proven, and only then used. */
class LayersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PIECES = 40;
  private static final PeerKey ONE = new PeerKey(1);
  private static final PeerKey TWO = new PeerKey(2);

  private final List<SwarmEffect> effects = new ArrayList<>();
  private final Metainfo metainfo = torrent();
  private final LayerStore seed = new LayerStore(metainfo);
  private final Swarm swarm = swarm();
  private final PiecesRoot root = metainfo.files().getFirst().root().orElseThrow();

  private static byte[] layer() {
    byte[] layer = new byte[PIECES * Merkle.HASH];
    new SplittableRandom(3).nextBytes(layer);
    return layer;
  }

  private static Metainfo torrent() {
    long size = (long) PIECES * Merkle.LEAF;
    byte[] root = Merkle.root(layer(), 0, Merkle.height(size));
    BDict file = BDict.builder().put("length", size).put("pieces root", root).build();
    BDict info =
        BDict.builder()
            .put("file tree", tree("w.bin", tree("", file)))
            .put("meta version", 2)
            .put("name", "w.bin")
            .put("piece length", Merkle.LEAF)
            .build();
    try {
      return MetainfoParser.parseTorrent(tree("info", info).raw());
    } catch (BadMetainfo e) {
      throw new AssertionError(e);
    }
  }

  private static BDict tree(String name, BDict value) {
    return BDict.builder().put(name, value).build();
  }

  private Swarm swarm() {
    SwarmSetup setup =
        new SwarmSetup(
            metainfo.hashes(),
            metainfo.geometry(),
            new Bitfield(PIECES),
            List.of(new SwarmSetup.PieceRange(0, PIECES - 1)),
            false,
            Optional.empty(),
            PeerId.of(new byte[20]),
            Handshake.EXTENSIONS | Handshake.FAST,
            0,
            "minibit",
            Optional.of(new LayerStore(metainfo)));
    return new Swarm(
        setup, Wishes.ALL, SwarmSettings.DEFAULTS, SwarmWatch.NONE, new SplittableRandom(1));
  }

  @BeforeEach
  void theSeedKnowsItsLayer() {
    seed.learn(root, layer());
    join(ONE);
  }

  @Test
  void noPieceIsAskedForBeforeItsLayerIsProven() {
    assertThat(requests(ONE)).isNotEmpty();
    assertThat(effects).noneMatch(effect -> effect instanceof SwarmEffect.Ask);

    answerAll(ONE);

    assertThat(effects)
        .anyMatch(
            effect ->
                effect instanceof SwarmEffect.LayerLearned learned && learned.root().equals(root))
        .anyMatch(effect -> effect instanceof SwarmEffect.Ask);
  }

  @Test
  void aFalseProofEndsTheConnectionAndAnotherPeerIsAsked() {
    join(TWO);
    HashRange range = requests(ONE).getFirst();
    List<byte[]> lie = new ArrayList<>(seed.serve(range).orElseThrow());
    lie.set(0, new byte[Merkle.HASH]);

    tell(ONE, new PeerMessage.Hashes(range, lie));

    assertThat(effects).contains(new SwarmEffect.Disconnect(ONE, CloseReason.CORRUPT_DATA));
    swarm
        .handle(NOW, new SwarmEvent.Disconnected(ONE, CloseReason.CORRUPT_DATA))
        .forEach(effects::add);
    answerAll(TWO);
    assertThat(effects).anyMatch(effect -> effect instanceof SwarmEffect.LayerLearned);
  }

  @Test
  void aRejectedRangeIsAskedOfAnotherPeer() {
    join(TWO);

    tell(ONE, new PeerMessage.HashReject(requests(ONE).getFirst()));

    assertThat(requests(TWO)).contains(requests(ONE).getFirst());
  }

  @Test
  void hashesNobodyAskedForEndTheConnection() {
    join(TWO);
    HashRange range = requests(ONE).getFirst();

    tell(TWO, new PeerMessage.Hashes(range, seed.serve(range).orElseThrow()));

    assertThat(effects).contains(new SwarmEffect.Disconnect(TWO, CloseReason.UNASKED_BLOCK));
  }

  private void join(PeerKey key) {
    byte[] id = new byte[20];
    id[0] = (byte) key.number();
    Handshake theirs =
        new Handshake(Handshake.FAST, metainfo.hashes().v2().orElseThrow().wire(), PeerId.of(id));
    swarm
        .handle(
            NOW,
            new SwarmEvent.Connected(key, World.address((int) key.number()), true, theirs, false))
        .forEach(effects::add);
    tell(key, new PeerMessage.HaveAll());
    tell(key, new PeerMessage.Unchoke());
  }

  private void tell(PeerKey from, PeerMessage message) {
    swarm.handle(NOW, new SwarmEvent.Received(from, message)).forEach(effects::add);
  }

  private void answerAll(PeerKey key) {
    for (HashRange range : requests(key)) {
      tell(key, new PeerMessage.Hashes(range, seed.serve(range).orElseThrow()));
    }
  }

  private List<HashRange> requests(PeerKey to) {
    List<HashRange> ranges = new ArrayList<>();
    for (SwarmEffect effect : effects) {
      if (effect instanceof SwarmEffect.Send(var peer, PeerMessage.HashRequest(var range))
          && peer.equals(to)) {
        ranges.add(range);
      }
    }
    return ranges;
  }
}
