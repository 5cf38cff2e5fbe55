package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.bencode.BDict;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.LayerStore.LeafSpan;
import minibit.core.metainfo.LayerStore.Verdict;
import minibit.core.testing.Payload;
import minibit.core.testing.Seeds;
import minibit.core.testing.Vectors;
import minibit.core.wire.PeerMessage.HashRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LayerStoreTest {
  /** A seed answers what a recorded one answered, and rejects what the BEP does not allow. */
  @Test
  void answersAreThoseOfAStockSeed() throws BadMetainfo {
    JsonNode recorded = Vectors.json("wire/v2-hashes.json");
    byte[] content = Payload.of(recorded.get("seed").asString(), recorded.get("size").asInt());
    Torrent torrent = new Torrent(content, recorded.get("piece_length").asInt());
    assertThat(torrent.root.hex()).isEqualTo(recorded.get("pieces_root").asString());
    LayerStore seed = torrent.seed();
    int answered = 0;
    for (JsonNode row : recorded.get("hash_requests")) {
      HashRange range =
          new HashRange(
              torrent.root,
              row.get("base_layer").asInt(),
              row.get("index").asInt(),
              row.get("length").asInt(),
              row.get("proof_layers").asInt());
      Optional<List<byte[]>> answer = seed.serve(range);
      if (row.has("verified")) {
        assertThat(answer.orElseThrow().stream().map(HexFormat.of()::formatHex))
            .containsExactlyElementsOf(
                row.get("hashes").valueStream().map(JsonNode::asString).toList());
        answered++;
      } else {
        assertThat(answer).isEmpty();
      }
    }
    assertThat(answered).isEqualTo(9);
  }

  /** From a root alone, a layer is learnt piece by piece; every lie is noticed. */
  @Seeds(30)
  void layersAreLearntFromPeers(long seed) throws BadMetainfo {
    Random random = new Random(seed);
    int pieceLength = Merkle.LEAF << random.nextInt(3);
    int pieces = 2 + random.nextInt(seed % 5 == 0 ? 1500 : 40);
    // Leaves without content behind them: the tree does not care.
    byte[] leaves = new byte[pieces * (pieceLength / Merkle.LEAF) * Merkle.HASH];
    random.nextBytes(leaves);
    int cut = random.nextInt(pieceLength / Merkle.LEAF);
    Torrent torrent =
        Torrent.ofLeaves(Arrays.copyOf(leaves, leaves.length - cut * Merkle.HASH), pieceLength);
    LayerStore holder = torrent.seed();
    LayerStore learner = new LayerStore(torrent.metainfo);
    assertThat(learner.isComplete()).isFalse();
    assertThat(learner.isVerifiable(0)).isFalse();

    List<HashRange> asked = learner.missing();
    for (HashRange range : asked) {
      List<byte[]> answer = holder.serve(range).orElseThrow();
      List<byte[]> lie = new ArrayList<>(answer);
      int which = random.nextInt(lie.size());
      byte[] changed = lie.get(which).clone();
      changed[random.nextInt(Merkle.HASH)] ^= 1;
      lie.set(which, changed);
      assertThat(learner.accept(range, lie)).isEqualTo(Verdict.FALSE);
      assertThat(learner.accept(range, answer.subList(1, answer.size()))).isEqualTo(Verdict.FALSE);
      assertThat(learner.accept(range, List.of())).isEqualTo(Verdict.FALSE);
      assertThat(learner.accept(range, answer))
          .isEqualTo(range.equals(asked.getLast()) ? Verdict.COMPLETE : Verdict.PART);
    }
    assertThat(learner.isComplete()).isTrue();
    assertThat(learner.missing()).isEmpty();
    assertThat(learner.layer(torrent.root)).hasValue(torrent.layer);
    assertThat(learner.pieceHash(pieces - 1)).hasValue(Merkle.at(torrent.layer, pieces - 1));
    assertThat(learner.accept(asked.getFirst(), List.of())).isEqualTo(Verdict.KNOWN);
  }

  /** Leaves are served with proofs that lead to the root, and only true ones. */
  @Seeds(60)
  void leavesAreServedWithProof(long seed) throws BadMetainfo {
    Random random = new Random(seed);
    int pieceLength = Merkle.LEAF << 1 + random.nextInt(3);
    byte[] leaves = new byte[(2 + random.nextInt(60)) * Merkle.HASH];
    random.nextBytes(leaves);
    Torrent torrent = Torrent.ofLeaves(leaves, pieceLength);
    LayerStore store = torrent.seed();
    int count = leaves.length / Merkle.HASH;
    int height = Merkle.log2(count);
    for (int round = 0; round < 20; round++) {
      int length = 2 << random.nextInt(height);
      int index = random.nextInt(count) / length * length;
      HashRange range = new HashRange(torrent.root, 0, index, length, height - 1);
      LeafSpan span = store.leavesAsked(range).orElseThrow();
      int perPiece = pieceLength / Merkle.LEAF * Merkle.HASH;
      byte[] given =
          Arrays.copyOfRange(
              leaves,
              span.firstPiece() * perPiece,
              Math.min(leaves.length, (span.firstPiece() + span.pieces()) * perPiece));
      List<byte[]> answer = store.serveLeaves(range, given).orElseThrow();
      assertThat(
              new LayerTree(torrent.root, (long) count * Merkle.LEAF, pieceLength)
                  .isProven(range, answer))
          .isTrue();
      given[random.nextInt(given.length)] ^= 4;
      assertThat(store.serveLeaves(range, given)).isEmpty();
    }
  }

  /** A file of one piece needs no layer: its root is the proof. */
  @Test
  void onePieceNeedsNoLayer() throws BadMetainfo {
    Torrent torrent = new Torrent(Payload.of("small", 60_000), 65536);
    LayerStore store = new LayerStore(torrent.metainfo);
    assertThat(store.isComplete()).isTrue();
    assertThat(store.pieceHash(0)).hasValue(torrent.root.toBytes());
  }

  /** Ranges outside the tree, or of impossible numbers, are rejected, not thrown at. */
  @Seeds(50)
  void oddRangesAreRejected(long seed) throws BadMetainfo {
    Random random = new Random(seed);
    Torrent torrent = new Torrent(Payload.of("odd", 200_000), 32768);
    LayerStore store = torrent.seed();
    int[] odd = {Integer.MIN_VALUE, -1, 0, 1, 2, 3, 4, 8, 512, 1 << 30, Integer.MAX_VALUE};
    for (int round = 0; round < 200; round++) {
      HashRange range =
          new HashRange(
              torrent.root,
              odd[random.nextInt(odd.length)],
              odd[random.nextInt(odd.length)],
              odd[random.nextInt(odd.length)],
              odd[random.nextInt(odd.length)]);
      store.serve(range).ifPresent(answer -> assertThat(answer).hasSizeBetween(2, 16));
      store.leavesAsked(range).ifPresent(span -> assertThat(span.pieces()).isBetween(1, 7));
      assertThat(store.accept(range, List.of())).isIn(Verdict.NOT_ASKED, Verdict.KNOWN);
    }
  }

  /** A v2 torrent of one file, known whole or by its root alone. */
  private static final class Torrent {
    final PiecesRoot root;
    final byte[] layer;
    final Metainfo metainfo;

    Torrent(byte[] content, int pieceLength) throws BadMetainfo {
      this(MerkleTest.leaves(content), pieceLength, content.length);
    }

    static Torrent ofLeaves(byte[] leaves, int pieceLength) throws BadMetainfo {
      return new Torrent(leaves, pieceLength, (long) leaves.length / Merkle.HASH * Merkle.LEAF);
    }

    private Torrent(byte[] leaves, int pieceLength, long size) throws BadMetainfo {
      root = PiecesRoot.of(Merkle.root(leaves, 0, Merkle.height(size)));
      byte[] level = leaves;
      for (int i = 0; i < Merkle.pieceLayer(pieceLength); i++) {
        level = Merkle.above(level, i);
      }
      layer = level;
      BDict file = BDict.builder().put("length", size).put("pieces root", root.toBytes()).build();
      BDict info =
          BDict.builder()
              .put("file tree", tree("w.bin", tree("", file)))
              .put("meta version", 2)
              .put("name", "w.bin")
              .put("piece length", pieceLength)
              .build();
      metainfo = MetainfoParser.parseTorrent(tree("info", info).raw());
    }

    LayerStore seed() {
      LayerStore store = new LayerStore(metainfo);
      store.learn(root, layer);
      return store;
    }

    private static BDict tree(String name, BDict value) {
      return BDict.builder().put(name, value).build();
    }
  }
}
