package minibit.core.metainfo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BencodeValue;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.piece.Geometry;
import minibit.core.words.Sentence;

/** Reads an info dictionary: the part of a torrent that its hash covers. */
final class InfoParser {
  /** Entries that are files; as many again may be padding. */
  static final int MAX_FILES = 1_000_000;

  /** Bytes of a piece. Usual are 16 KiB to 16 MiB; beyond this, one bad byte costs too much. */
  static final int MAX_PIECE_LENGTH = 128 << 20;

  /** Bytes of one file, and of all together: a pebibyte, far from overflow in every sum. */
  static final long MAX_SIZE = 1L << 50;

  private static final int V2 = 2;

  private final BDict info;
  private final byte[] infoBytes;
  private final InfoHashes rawHashes;

  private InfoParser(BDict info) {
    this.info = info;
    this.infoBytes = info.raw();
    this.rawHashes = hashesOf(infoBytes);
  }

  /**
   * @param layers the torrent's piece layers, if it has any
   * @param top the torrent around the info, for what is not hashed
   */
  static Metainfo parse(BDict info, Optional<BencodeValue> layers, BDict top) throws BadMetainfo {
    return new InfoParser(info).parse(layers, top);
  }

  /** Both hashes of these bytes. */
  static InfoHashes hashesOf(byte[] infoBytes) {
    return hashesOf(infoBytes, 0, infoBytes.length);
  }

  /** Both hashes of a stretch of these bytes. */
  static InfoHashes hashesOf(byte[] bytes, int from, int to) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      MessageDigest sha256 = Merkle.sha256();
      sha1.update(bytes, from, to - from);
      sha256.update(bytes, from, to - from);
      return InfoHashes.hybrid(InfoHash.of(sha1.digest()), InfoHash.of(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private Metainfo parse(Optional<BencodeValue> layers, BDict top) throws BadMetainfo {
    boolean v2 = hasV2();
    boolean v1 = !v2 || info.has("pieces") || info.has("files") || info.has("length");
    if (v2 && !info.isCanonical()) {
      throw new BadMetainfo(
          Code.NOT_CANONICAL,
          Sentence.of(
              "not-canonical", "the info dictionary of a v2 torrent must be canonical bencode"));
    }
    int pieceLength = pieceLength(v2);
    BBytes rawName =
        info.string(v1 && !v2 && info.string("name.utf-8").isPresent() ? "name.utf-8" : "name")
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.NO_NAME, Sentence.of("no-name", "the torrent has no name")));
    InfoHashes hashes =
        new InfoHashes(
            v1 ? rawHashes.v1() : Optional.empty(), v2 ? rawHashes.v2() : Optional.empty());
    String name = SafeNames.clean(rawName).orElseGet(() -> hashes.best().hex());

    Optional<FileList> v1Files = v1 ? Optional.of(V1Files.read(info, name)) : Optional.empty();
    Optional<FileList> v2Files =
        v2 ? Optional.of(V2Files.read(info, rawName, name)) : Optional.empty();
    FileList chosen =
        v1Files.isPresent() && v2Files.isPresent()
            ? Hybrid.merge(v1Files.get(), v2Files.get(), pieceLength)
            : v1Files.or(() -> v2Files).orElseThrow();
    if (chosen.entries().stream().noneMatch(entry -> !entry.pad() && entry.length() > 0)) {
      throw new BadMetainfo(
          Code.NO_CONTENT,
          Sentence.of("torrent-no-byte", "there is not one byte to share in this torrent"));
    }
    Geometry geometry = geometry(chosen, pieceLength, v1);
    byte[] v1Hashes = v1 ? v1Hashes(geometry) : new byte[0];
    List<TorrentFile> files = files(chosen, name, geometry, v1);
    LayerBytes layerBytes = v2 ? V2Layers.check(layers, files, pieceLength) : LayerBytes.NONE;
    boolean folder = chosen.folder();
    return new Metainfo(
        hashes,
        infoBytes,
        name,
        folder,
        info.integer("private").orElse(0) == 1,
        geometry,
        files,
        v1Hashes,
        layerBytes,
        ExtrasParser.parse(top, files.size() > 1));
  }

  /** Checked before all else, so that a newer format is not called a broken one (BEP 52). */
  private boolean hasV2() throws BadMetainfo {
    OptionalLong version = info.integer("meta version");
    if (version.isPresent() && version.getAsLong() > V2) {
      throw new BadMetainfo(
          Code.UNKNOWN_VERSION,
          Sentence.of(
              "unknown-version",
              "the torrent is of meta version {0}; up to 2 is understood",
              version.getAsLong()));
    }
    return version.isPresent() && version.getAsLong() == V2;
  }

  private int pieceLength(boolean v2) throws BadMetainfo {
    long length =
        info.integer("piece length")
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.BAD_PIECE_LENGTH,
                        Sentence.of("no-piece-length", "the torrent has no piece length")));
    if (length < 1 || length > MAX_PIECE_LENGTH) {
      throw new BadMetainfo(
          Code.BAD_PIECE_LENGTH,
          Sentence.of(
              "piece-length-range",
              "a piece length of {0} is not between 1 and {1}",
              length,
              MAX_PIECE_LENGTH));
    }
    if (v2 && (length < Merkle.LEAF || Long.bitCount(length) != 1)) {
      throw new BadMetainfo(
          Code.BAD_PIECE_LENGTH,
          Sentence.of(
              "piece-length-v2",
              "a v2 piece length must be a power of two from 16384, not {0}",
              length));
    }
    return (int) length;
  }

  private Geometry geometry(FileList list, int pieceLength, boolean v1) throws BadMetainfo {
    long pieces = 0;
    long size = 0;
    for (FileList.Entry entry : list.entries()) {
      size += entry.length();
      pieces += (entry.length() + pieceLength - 1) / pieceLength;
      if (size > MAX_SIZE) {
        throw new BadMetainfo(
            Code.BAD_LENGTH,
            Sentence.of("torrent-beyond-size", "the torrent is larger than {0} bytes", MAX_SIZE));
      }
    }
    pieces = v1 ? (size + pieceLength - 1) / pieceLength : pieces;
    if (pieces > Geometry.MAX_PIECES) {
      throw new BadMetainfo(
          Code.TOO_MANY_PIECES,
          Sentence.of(
              "too-many-pieces", "{0} pieces are more than {1}", pieces, Geometry.MAX_PIECES));
    }
    return v1
        ? Geometry.linear(size, pieceLength)
        : Geometry.aligned(
            list.entries().stream().mapToLong(FileList.Entry::length).toArray(), pieceLength);
  }

  private byte[] v1Hashes(Geometry geometry) throws BadMetainfo {
    byte[] pieces =
        info.bytes("pieces")
            .orElseThrow(
                () ->
                    new BadMetainfo(
                        Code.BAD_PIECES,
                        Sentence.of("hashes-missing", "the piece hashes are missing")));
    if (pieces.length % Metainfo.V1_HASH != 0) {
      throw new BadMetainfo(
          Code.BAD_PIECES,
          Sentence.of(
              "hashes-odd", "the piece hashes are no multiple of 20 bytes: {0}", pieces.length));
    }
    int found = pieces.length / Metainfo.V1_HASH;
    if (found != geometry.pieces()) {
      throw new BadMetainfo(
          Code.WRONG_PIECE_COUNT,
          Sentence.of(
              "hashes-count",
              "the size asks for {0} piece hashes, there are {1}",
              geometry.pieces(),
              found));
    }
    return pieces;
  }

  /** Gives every entry its place on the line of content and a path of its own. */
  private static List<TorrentFile> files(
      FileList list, String name, Geometry geometry, boolean v1) {
    List<List<String>> paths = new ArrayList<>();
    for (FileList.Entry entry : list.entries()) {
      if (!entry.pad()) {
        paths.add(entry.path());
      }
    }
    List<List<String>> distinct = SafeNames.distinct(paths);
    List<TorrentFile> files = new ArrayList<>(list.entries().size());
    long offset = 0;
    int next = 0;
    for (FileList.Entry entry : list.entries()) {
      List<String> path = entry.pad() ? entry.path() : distinct.get(next++);
      files.add(
          new TorrentFile(
              list.folder() ? below(name, path) : path,
              offset,
              entry.length(),
              entry.pad(),
              entry.executable(),
              entry.hidden(),
              entry.symlink().map(target -> list.folder() ? below(name, target) : target),
              entry.root()));
      offset += entry.length();
      if (!v1 && offset % geometry.pieceLength() != 0) {
        offset += geometry.pieceLength() - offset % geometry.pieceLength();
      }
    }
    return files;
  }

  private static List<String> below(String name, List<String> path) {
    List<String> whole = new ArrayList<>(path.size() + 1);
    whole.add(name);
    whole.addAll(path);
    return List.copyOf(whole);
  }
}
