package minibit.core.metainfo;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BencodeValue;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.words.Sentence;

/**
 * Checks the piece layers that stand beside an info. A layer that lacks is no fault: it can be had
 * from peers, as after a magnet link. A layer that is wrong is.
 */
final class V2Layers {
  private V2Layers() {}

  static LayerBytes check(Optional<BencodeValue> value, List<TorrentFile> files, int pieceLength)
      throws BadMetainfo {
    Map<PiecesRoot, TorrentFile> byRoot = new HashMap<>();
    for (TorrentFile file : files) {
      if (file.root().isPresent()) {
        TorrentFile twin = byRoot.putIfAbsent(file.root().get(), file);
        if (twin != null && twin.length() != file.length()) {
          throw new BadMetainfo(
              Code.BAD_ROOT,
              Sentence.of("same-root", "two files of different length have the same pieces root"));
        }
      }
    }
    LayerBytes layers = new LayerBytes();
    if (value.isEmpty()) {
      return layers;
    }
    if (!(value.get() instanceof BDict dict)) {
      throw new BadMetainfo(
          Code.BAD_LAYER,
          Sentence.of("layers-no-dictionary", "the piece layers are no dictionary"));
    }
    for (BBytes key : dict.keys()) {
      TorrentFile file =
          key.length() == PiecesRoot.LENGTH ? byRoot.get(PiecesRoot.of(key.toBytes())) : null;
      if (file == null || file.length() <= pieceLength) {
        throw new BadMetainfo(
            Code.BAD_LAYER, Sentence.of("layer-of-no-file", "a piece layer belongs to no file"));
      }
      PiecesRoot root = file.root().orElseThrow();
      if (!(dict.get(key).orElseThrow() instanceof BBytes layer)) {
        throw new BadMetainfo(
            Code.BAD_LAYER, Sentence.of("layer-no-string", "a piece layer is not a string"));
      }
      byte[] hashes = layer.toBytes();
      if (!fits(hashes, file, pieceLength)) {
        throw new BadMetainfo(
            Code.BAD_LAYER,
            Sentence.of(
                "layer-wrong-root", "a piece layer does not lead to the root {0}", root.hex()));
      }
      layers.put(root, hashes);
    }
    return layers;
  }

  /** Whether this is the piece layer of a file with more than one piece. */
  static boolean fits(byte[] layer, TorrentFile file, int pieceLength) {
    int base = Merkle.pieceLayer(pieceLength);
    long pieces = (file.length() + pieceLength - 1) / pieceLength;
    return layer.length == pieces * Merkle.HASH
        && Arrays.equals(
            Merkle.root(layer, base, Merkle.height(file.length()) - base),
            file.root().orElseThrow().toBytes());
  }
}
