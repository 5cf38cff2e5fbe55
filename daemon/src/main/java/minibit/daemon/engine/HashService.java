package minibit.daemon.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.LayerStore;
import minibit.core.wire.PeerMessage;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.disk.Storage;

/**
 * Answers requests for hashes (BEP 52): piece layers from memory, leaves computed from the disk.
 * Any thread that may wait.
 */
final class HashService {
  private final LayerStore layers;
  private final PieceHashes hashes;
  private final Storage storage;
  private final HaveSet have;

  /** A service that owns its store. */
  HashService(LayerStore layers, PieceHashes hashes, Storage storage, HaveSet have) {
    this.layers = layers;
    this.hashes = hashes;
    this.storage = storage;
    this.have = have;
  }

  /** A layer is proven. */
  void learn(PiecesRoot root, byte[] layer) {
    synchronized (layers) {
      layers.learn(root, layer);
    }
  }

  /** The piece layer of a file, if it is known. */
  Optional<byte[]> layer(PiecesRoot root) {
    synchronized (layers) {
      return layers.layer(root);
    }
  }

  /** The hashes asked for, or a reject. */
  PeerMessage answer(PeerMessage.HashRange range) {
    Optional<LayerStore.LeafSpan> span;
    synchronized (layers) {
      var known = layers.serve(range);
      if (known.isPresent()) {
        return new PeerMessage.Hashes(range, known.get());
      }
      span = layers.leavesAsked(range);
    }
    if (span.isEmpty()) {
      return new PeerMessage.HashReject(range);
    }
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    try {
      for (int i = 0; i < span.get().pieces(); i++) {
        int piece = span.get().firstPiece() + i;
        if (!have.get(piece)) {
          return new PeerMessage.HashReject(range);
        }
        leaves.writeBytes(hashes.leavesOf(storage, piece));
      }
    } catch (IOException e) {
      return new PeerMessage.HashReject(range);
    }
    synchronized (layers) {
      return layers
          .serveLeaves(range, leaves.toByteArray())
          .<PeerMessage>map(found -> new PeerMessage.Hashes(range, found))
          .orElseGet(() -> new PeerMessage.HashReject(range));
    }
  }
}
