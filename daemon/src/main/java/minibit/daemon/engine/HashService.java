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
  /** Leaves given at once: 8 MiB of content, and what clients ask for. */
  private static final int MAX_LEAVES = 512;

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

  /** The hashes of a piece layer, if these are asked for and known. */
  Optional<PeerMessage> known(PeerMessage.HashRange range) {
    synchronized (layers) {
      return layers.serve(range).map(hashes -> new PeerMessage.Hashes(range, hashes));
    }
  }

  /** The pieces to be read for a question about leaves; empty if it is to be rejected. */
  Optional<LayerStore.LeafSpan> leavesAsked(PeerMessage.HashRange range) {
    if (range.length() > MAX_LEAVES) {
      return Optional.empty();
    }
    synchronized (layers) {
      return layers.leavesAsked(range);
    }
  }

  /** The leaves asked for, or a reject. Reads these pieces. */
  PeerMessage leaves(PeerMessage.HashRange range, LayerStore.LeafSpan span) {
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    try {
      for (int i = 0; i < span.pieces(); i++) {
        int piece = span.firstPiece() + i;
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
