package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import minibit.core.id.PiecesRoot;
import minibit.core.testing.Payload;
import minibit.core.testing.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class MerkleTest {
  static Stream<JsonNode> files() {
    return Vectors.json("merkle.json").get("files").valueStream();
  }

  /** Leaves, layer and root of content that another program hashed. */
  @ParameterizedTest
  @MethodSource("files")
  void treesAreAsOthersMakeThem(JsonNode row) throws BadMetainfo {
    int size = row.get("size").asInt();
    if (size == 0) {
      assertThat(row.hasNonNull("pieces_root")).isFalse();
      return;
    }
    int pieceLength = row.get("piece_length").asInt();
    byte[] leaves = leaves(Payload.of(row.get("seed").asString(), size));
    assertThat(leaves.length / Merkle.HASH).isEqualTo(row.get("leaf_count").asInt());
    assertThat(1 << Merkle.height(size)).isEqualTo(row.get("padded_leaf_count").asInt());
    String root = row.get("pieces_root").asString();
    assertThat(hex(Merkle.root(leaves, 0, Merkle.height(size)))).isEqualTo(root);

    Metainfo torrent =
        MetainfoParser.parseTorrent(Vectors.bytes("torrents/" + row.get("torrent").asString()));
    PiecesRoot piecesRoot = PiecesRoot.of(HexFormat.of().parseHex(root));
    if (size <= pieceLength) {
      assertThat(torrent.pieceLayer(piecesRoot)).isEmpty();
      return;
    }
    byte[] layer = leaves;
    int level = Merkle.pieceLayer(pieceLength);
    assertThat(level).isEqualTo(row.get("layer_level").asInt());
    for (int i = 0; i < level; i++) {
      layer = Merkle.above(layer, i);
    }
    assertThat(layer.length / Merkle.HASH).isEqualTo(row.get("piece_layer_hashes").asInt());
    assertThat(hex(Merkle.sha256().digest(layer)))
        .isEqualTo(row.get("piece_layer_sha256").asString());
    assertThat(torrent.pieceLayer(piecesRoot)).hasValue(layer);
  }

  static byte[] leaves(byte[] content) {
    int count = (int) Merkle.leaves(content.length);
    byte[] leaves = new byte[count * Merkle.HASH];
    for (int i = 0; i < count; i++) {
      byte[] block =
          Arrays.copyOfRange(
              content, i * Merkle.LEAF, Math.min(content.length, (i + 1) * Merkle.LEAF));
      System.arraycopy(Merkle.sha256().digest(block), 0, leaves, i * Merkle.HASH, Merkle.HASH);
    }
    return leaves;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
