package minibit.core.metainfo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PiecesRoot;

/** Piece layers that a torrent file held, by root. Only looked up, never iterated. */
final class LayerBytes {
  static final LayerBytes NONE = new LayerBytes();

  private final Map<PiecesRoot, byte[]> layers = new HashMap<>();

  void put(PiecesRoot root, byte[] layer) {
    layers.put(root, layer);
  }

  Optional<byte[]> get(PiecesRoot root) {
    return Optional.ofNullable(layers.get(root)).map(byte[]::clone);
  }
}
