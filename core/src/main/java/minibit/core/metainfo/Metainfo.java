package minibit.core.metainfo;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Geometry;

/**
 * All that a torrent file, or the info bytes that peers sent, says: what the content is, how it is
 * cut, and how to tell right bytes from wrong (BEP 3, 47, 52). Made by {@link MetainfoParser};
 * every value in it has been checked. Immutable; any thread.
 */
public final class Metainfo {
  /** Bytes of a v1 piece hash. */
  public static final int V1_HASH = 20;

  private final InfoHashes hashes;
  private final byte[] infoBytes;
  private final String name;
  private final boolean folder;
  private final boolean isPrivate;
  private final Geometry geometry;
  private final List<TorrentFile> files;
  private final byte[] v1Hashes;
  private final V2Layout v2;
  private final LayerBytes layers;
  private final Extras extras;
  private final long contentSize;

  Metainfo(
      InfoHashes hashes,
      byte[] infoBytes,
      String name,
      boolean folder,
      boolean isPrivate,
      Geometry geometry,
      List<TorrentFile> files,
      byte[] v1Hashes,
      LayerBytes layers,
      Extras extras) {
    this.hashes = hashes;
    this.infoBytes = infoBytes;
    this.name = name;
    this.folder = folder;
    this.isPrivate = isPrivate;
    this.geometry = geometry;
    this.files = List.copyOf(files);
    this.v1Hashes = v1Hashes;
    this.v2 = hashes.v2().isPresent() ? V2Layout.of(files, geometry) : V2Layout.NONE;
    this.layers = layers;
    this.extras = extras;
    this.contentSize =
        files.stream().filter(TorrentFile::isContent).mapToLong(TorrentFile::length).sum();
  }

  /** Which formats the torrent has. */
  public Version version() {
    if (hashes.isHybrid()) {
      return Version.HYBRID;
    }
    return hashes.v1().isPresent() ? Version.V1 : Version.V2;
  }

  /** The torrent's names on the wire. */
  public InfoHashes hashes() {
    return hashes;
  }

  /** A copy of the raw info bytes, whose hashes {@link #hashes} are. */
  public byte[] infoBytes() {
    return infoBytes.clone();
  }

  /** Number of the raw info bytes. */
  public int infoLength() {
    return infoBytes.length;
  }

  /** Part of the raw info bytes, for peers that ask (BEP 9). */
  public byte[] infoBytes(int from, int to) {
    return Arrays.copyOfRange(infoBytes, from, to);
  }

  /** The name of the single file or of the folder, made safe. */
  public String name() {
    return name;
  }

  /** Whether files lie in a folder of the torrent's name. */
  public boolean isFolder() {
    return folder;
  }

  /** How the content is cut. */
  public Geometry geometry() {
    return geometry;
  }

  /** Every entry in order, padding and links included; of v2 torrents there is no padding. */
  public List<TorrentFile> files() {
    return files;
  }

  /** Bytes of all files that are kept: without padding. */
  public long contentSize() {
    return contentSize;
  }

  /** Whether peers may come from trackers only (BEP 27). */
  public boolean isPrivate() {
    return isPrivate;
  }

  /** What stood beside the info. */
  public Extras extras() {
    return extras;
  }

  /** Tracker addresses in tiers (BEP 12). */
  public List<List<String>> trackers() {
    return extras.trackers();
  }

  /** The SHA-1 of a piece, of v1 and hybrid torrents; padding counts as zeros. */
  public Optional<byte[]> v1Hash(int piece) {
    return v1Hashes.length == 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(v1Hashes, piece * V1_HASH, (piece + 1) * V1_HASH));
  }

  /** Whether this is the SHA-1 of a piece; true of every digest where there is no v1. */
  public boolean fitsV1(int piece, byte[] digest) {
    return v1Hashes.length == 0
        || Arrays.equals(
            v1Hashes, piece * V1_HASH, (piece + 1) * V1_HASH, digest, 0, digest.length);
  }

  /** What v2 says of a piece, of v2 and hybrid torrents; empty for a piece of padding alone. */
  public Optional<V2Piece> v2Piece(int piece) {
    return v2.piece(piece, files, geometry);
  }

  /** Where the pieces of a file's tree begin, of v2 and hybrid torrents. */
  int firstPiece(int file) {
    return (int) (files.get(file).offset() / geometry.pieceLength());
  }

  /** The piece layer of a file with more than one piece, if the torrent file held it. */
  public Optional<byte[]> pieceLayer(PiecesRoot root) {
    return layers.get(root);
  }

  /**
   * The same with piece layers that were learned from peers; what does not lead to a file's root is
   * left out.
   */
  public Metainfo withPieceLayers(Map<PiecesRoot, byte[]> learned) {
    LayerBytes more = new LayerBytes();
    for (TorrentFile file : files) {
      file.root()
          .ifPresent(
              root -> {
                layers.get(root).ifPresent(layer -> more.put(root, layer));
                byte[] layer = learned.get(root);
                if (layer != null && V2Layers.fits(layer, file, geometry.pieceLength())) {
                  more.put(root, layer.clone());
                }
              });
    }
    return new Metainfo(
        hashes, infoBytes, name, folder, isPrivate, geometry, files, v1Hashes, more, extras);
  }

  @Override
  public String toString() {
    return hashes.best() + " " + name;
  }

  /** Formats of a torrent. */
  public enum Version {
    /** BEP 3 alone. */
    V1("v1"),
    /** BEP 52 alone. */
    V2("v2"),
    /** Both at once. */
    HYBRID("hybrid");

    private final String label;

    Version(String label) {
      this.label = label;
    }

    /** As users write it. */
    public String label() {
      return label;
    }

    /** Whether SHA-1 piece hashes are there. */
    public boolean hasV1() {
      return this != V2;
    }

    /** Whether SHA-256 trees are there. */
    public boolean hasV2() {
      return this != V1;
    }
  }

  /**
   * A piece in v2: part of one file.
   *
   * @param file index in {@link #files}
   * @param index which piece of that file
   * @param bytes of the file in this piece; in a hybrid padding may follow, which the tree leaves
   *     out
   * @param leaves how many leaves the tree above it has, a power of two: those beyond the file are
   *     zero hashes
   * @param root of the file
   * @param alone whether this is the file's only piece, so that the file's root is its hash
   */
  public record V2Piece(
      int file, int index, int bytes, int leaves, PiecesRoot root, boolean alone) {}

  /**
   * What a torrent file says outside its info, and so outside its hash: helpful, and never trusted.
   *
   * @param trackers addresses in tiers (BEP 12), each as it stood, blanks around it removed
   * @param webSeeds addresses of BEP 19 seeds; a folder's end with a slash
   * @param httpSeeds addresses of BEP 17 seeds
   * @param nodes DHT nodes (BEP 5)
   * @param comment free text
   * @param createdBy the program that made it
   * @param created when it was made
   */
  public record Extras(
      List<List<String>> trackers,
      List<String> webSeeds,
      List<String> httpSeeds,
      List<HostPort> nodes,
      Optional<String> comment,
      Optional<String> createdBy,
      Optional<Instant> created) {
    /** Nothing, as with metadata from peers. */
    public static final Extras NONE =
        new Extras(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }
}
