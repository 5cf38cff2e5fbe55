package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Block;

/**
 * What the hashes of a torrent's pieces must be, v1 and v2, and the arithmetic to tell. Layers that
 * a magnet link's torrent lacks are added as they are learned. Any thread.
 */
public final class PieceHashes {
  private static final ThreadLocal<HashBuffer> BUFFERS = ThreadLocal.withInitial(HashBuffer::new);

  private final Metainfo metainfo;
  private final Map<PiecesRoot, byte[]> layers = new ConcurrentHashMap<>();

  /** The hashes that the metainfo holds. */
  public PieceHashes(Metainfo metainfo) {
    this.metainfo = metainfo;
    for (var file : metainfo.files()) {
      file.root()
          .ifPresent(root -> metainfo.pieceLayer(root).ifPresent(layer -> layers.put(root, layer)));
    }
  }

  /** A proven piece layer came. */
  public void learn(PiecesRoot root, byte[] layer) {
    layers.put(root, layer.clone());
  }

  /** Whether pieces have a SHA-1. */
  public boolean hasV1() {
    return metainfo.version().hasV1();
  }

  /** Bytes of the piece under its v2 hash; 0 if it has none. */
  public int v2Bytes(int piece) {
    return metainfo.v2Piece(piece).map(Metainfo.V2Piece::bytes).orElse(0);
  }

  /** Whether everything needed to judge this piece is known. */
  public boolean isKnown(int piece) {
    return metainfo
        .v2Piece(piece)
        .map(v2 -> hasV1() || v2.alone() || layers.containsKey(v2.root()))
        .orElse(true);
  }

  /**
   * Whether the digests fit.
   *
   * @param sha1 of the whole piece; looked at only where there is v1
   * @param leaves SHA-256 of each 16 KiB below {@link #v2Bytes}; looked at only where there is v2
   */
  public boolean fits(int piece, byte[] sha1, byte[] leaves) {
    if (hasV1() && !metainfo.fitsV1(piece, sha1)) {
      return false;
    }
    Optional<Metainfo.V2Piece> v2 = metainfo.v2Piece(piece);
    return v2.isEmpty() || fitsV2(v2.get(), leaves);
  }

  private boolean fitsV2(Metainfo.V2Piece v2, byte[] leaves) {
    byte[] found = Merkle.root(leaves, 0, Merkle.log2(v2.leaves()));
    if (v2.alone()) {
      return Arrays.equals(found, v2.root().toBytes());
    }
    byte[] layer = layers.get(v2.root());
    if (layer == null) {
      // A hybrid's v1 hash has judged already; a v2 piece without its layer cannot be judged.
      return hasV1();
    }
    int at = v2.index() * Merkle.HASH;
    return Arrays.equals(layer, at, at + Merkle.HASH, found, 0, Merkle.HASH);
  }

  /** Reads a piece and judges it. */
  public boolean check(Storage storage, int piece) throws IOException {
    return check(storage, piece, sha1(), 0, new byte[0]);
  }

  /**
   * Reads what was not yet hashed of a piece and judges it.
   *
   * @param digest SHA-1 that has seen the first {@code hashed} bytes
   * @param leaves all leaves of it, or none: then they are computed from the disk
   */
  public boolean check(Storage storage, int piece, MessageDigest digest, int hashed, byte[] leaves)
      throws IOException {
    int size = metainfo.geometry().pieceSize(piece);
    int v2 = v2Bytes(piece);
    boolean needLeaves = v2 > 0 && leaves.length == 0;
    byte[] own = needLeaves ? new byte[Merkle.HASH * blocks(v2)] : leaves;
    MessageDigest sha256 = sha256();
    int from = needLeaves ? 0 : hashed;
    HashBuffer buffer = BUFFERS.get();
    for (int at = from; at < size; at += HashBuffer.CHUNK) {
      int start = at;
      ByteBuffer chunk = buffer.room(Math.min(HashBuffer.CHUNK, size - at));
      storage.read(metainfo.geometry().offset(piece) + at, chunk);
      buffer.forEachBlock(
          (bytes, length, i) -> {
            int skip = Math.max(0, hashed - start - i);
            if (hasV1() && skip < length) {
              digest.update(bytes, skip, length - skip);
            }
            if (needLeaves) {
              leaf(bytes, length, start + i, v2, sha256, own);
            }
          });
    }
    return fits(piece, hasV1() ? digest.digest() : new byte[0], own);
  }

  /** The leaf of a block that begins there in its piece, if the v2 hash reaches so far. */
  private static void leaf(
      byte[] bytes, int length, int at, int v2, MessageDigest sha256, byte[] into) {
    if (at < v2) {
      sha256.update(bytes, 0, Math.min(length, v2 - at));
      System.arraycopy(sha256.digest(), 0, into, at / Block.SIZE * Merkle.HASH, Merkle.HASH);
    }
  }

  /**
   * Leaves of a stretch from disk, for peers that ask (BEP 52): of blocks, from a piece's start.
   */
  public byte[] leavesOf(Storage storage, int piece) throws IOException {
    int v2 = v2Bytes(piece);
    byte[] leaves = new byte[Merkle.HASH * blocks(v2)];
    MessageDigest sha256 = sha256();
    HashBuffer buffer = BUFFERS.get();
    for (int at = 0; at < v2; at += HashBuffer.CHUNK) {
      int start = at;
      ByteBuffer chunk = buffer.room(Math.min(HashBuffer.CHUNK, v2 - at));
      storage.read(metainfo.geometry().offset(piece) + at, chunk);
      buffer.forEachBlock((bytes, length, i) -> leaf(bytes, length, start + i, v2, sha256, leaves));
    }
    return leaves;
  }

  private static int blocks(int bytes) {
    return (bytes + Block.SIZE - 1) / Block.SIZE;
  }

  /** A fresh SHA-1. */
  public static MessageDigest sha1() {
    return digest("SHA-1");
  }

  /** A fresh SHA-256. */
  public static MessageDigest sha256() {
    return digest("SHA-256");
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + name, e);
    }
  }
}
