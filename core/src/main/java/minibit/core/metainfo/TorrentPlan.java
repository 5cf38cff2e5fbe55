package minibit.core.metainfo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.BadMetainfo.Code;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.piece.Geometry;
import minibit.core.words.Sentence;

/**
 * What a new torrent will hold, before a byte is hashed: files in the order of their paths, name by
 * name as bytes; in hybrids padding after every file that ends within a piece, the last one too (a
 * lone file is never padded). So equal content gives equal info bytes, here as with libtorrent.
 * Immutable; any thread.
 */
public final class TorrentPlan {
  /** The shortest pieces we make, and the shortest v2 knows: one leaf. */
  public static final int MIN_PIECE_LENGTH = Merkle.LEAF;

  /** The longest pieces chosen without being asked to. */
  private static final int MAX_CHOSEN = 16 << 20;

  /** Pieces aimed at: enough to share work among many peers, few enough for a small torrent. */
  private static final int PIECES_AIMED_AT = 2048;

  private static final Comparator<SourceFile> BY_PATH = (a, b) -> comparePaths(a.path(), b.path());

  private final String name;
  private final boolean folder;
  private final Version version;
  private final Geometry geometry;
  private final List<Entry> entries;

  private TorrentPlan(
      String name, boolean folder, Version version, Geometry geometry, List<Entry> entries) {
    this.name = name;
    this.folder = folder;
    this.version = version;
    this.geometry = geometry;
    this.entries = List.copyOf(entries);
  }

  /**
   * A plan.
   *
   * @param name of the folder or of the single file
   * @param folder whether the files lie in a folder of that name
   * @param files in any order; without a folder exactly one, whose path is the name
   * @param pieceLength a power of two from 16 KiB to 128 MiB
   * @throws BadMetainfo if such a torrent cannot be
   */
  public static TorrentPlan of(
      String name, boolean folder, List<SourceFile> files, int pieceLength, Version version)
      throws BadMetainfo {
    if (pieceLength < MIN_PIECE_LENGTH
        || pieceLength > InfoParser.MAX_PIECE_LENGTH
        || Integer.bitCount(pieceLength) != 1) {
      throw new BadMetainfo(
          Code.BAD_PIECE_LENGTH,
          Sentence.of(
              "plan-piece-length",
              "a piece length must be a power of two from 16 KiB to 128 MiB, not {0}",
              pieceLength));
    }
    if (!folder && files.size() != 1) {
      throw new IllegalArgumentException("one file without a folder, not " + files.size());
    }
    V1Files.checkCount(files.size());
    List<SourceFile> sorted = new ArrayList<>(files);
    sorted.sort(BY_PATH);
    checkPaths(sorted);
    List<Entry> entries = entries(sorted, pieceLength, version);
    long size = entries.stream().mapToLong(Entry::length).sum();
    if (size == 0) {
      throw new BadMetainfo(
          Code.NO_CONTENT, Sentence.of("no-byte", "there is not one byte to share"));
    }
    long pieces = (entries.getLast().end() + pieceLength - 1) / pieceLength;
    if (pieces > Geometry.MAX_PIECES) {
      throw new BadMetainfo(
          Code.TOO_MANY_PIECES,
          Sentence.of(
              "plan-too-many-pieces",
              "{0} pieces are more than {1}: choose longer ones",
              pieces,
              Geometry.MAX_PIECES));
    }
    Geometry geometry =
        version.hasV1()
            ? Geometry.linear(size, pieceLength)
            : Geometry.aligned(entries.stream().mapToLong(Entry::length).toArray(), pieceLength);
    return new TorrentPlan(name, folder, version, geometry, entries);
  }

  /** What is made must be what is taken, here and elsewhere. */
  private static void checkPaths(List<SourceFile> sorted) throws BadMetainfo {
    List<String> before = List.of();
    for (SourceFile file : sorted) {
      EntryParser.check(file.path());
      if (comparePaths(before, file.path()) == 0) {
        throw new BadMetainfo(
            Code.BAD_PATH,
            Sentence.of(
                "same-path", "two files have the same path: {0}", String.join("/", file.path())));
      }
      before = file.path();
    }
  }

  /**
   * The piece length for content of this size: the smallest power of two from 16 KiB that gives no
   * more than 2048 pieces, but never more than 16 MiB.
   */
  public static int pieceLengthFor(long size) {
    int length = MIN_PIECE_LENGTH;
    while (length < MAX_CHOSEN && size > (long) length * PIECES_AIMED_AT) {
      length <<= 1;
    }
    return length;
  }

  private static List<Entry> entries(List<SourceFile> files, int pieceLength, Version version) {
    List<Entry> entries = new ArrayList<>(files.size());
    long offset = 0;
    for (SourceFile file : files) {
      entries.add(new Entry(Optional.of(file), offset, file.length()));
      offset += file.length();
      long over = offset % pieceLength;
      if (over != 0 && version.hasV2() && files.size() > 1) {
        if (version.hasV1()) {
          entries.add(new Entry(Optional.empty(), offset, pieceLength - over));
        }
        offset += pieceLength - over;
      }
    }
    return entries;
  }

  private static int comparePaths(List<String> a, List<String> b) {
    int common = Math.min(a.size(), b.size());
    for (int i = 0; i < common; i++) {
      int order = compareNames(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return a.size() - b.size();
  }

  /**
   * As the names' UTF-8 bytes compare, which is by code points: surrogates stand for those above
   * all others. Nothing is encoded, because a folder may have a million names.
   */
  static int compareNames(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean above = Character.isSurrogate(x);
        return above == Character.isSurrogate(y) ? x - y : above ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }

  /** Name of the folder or of the single file. */
  public String name() {
    return name;
  }

  /** Whether files lie in a folder. */
  public boolean isFolder() {
    return folder;
  }

  /** Which formats are made. */
  public Version version() {
    return version;
  }

  /** How the content is cut. */
  public Geometry geometry() {
    return geometry;
  }

  /** Files and padding in their order on the line of content. */
  public List<Entry> entries() {
    return entries;
  }

  /** Bytes of all files, padding left out. */
  public long contentSize() {
    return entries.stream().filter(entry -> !entry.isPad()).mapToLong(Entry::length).sum();
  }

  /**
   * A file to be shared.
   *
   * @param path below the folder, or the name of the single file
   * @param length in bytes
   * @param executable whether its owner may run it
   */
  public record SourceFile(List<String> path, long length, boolean executable) {
    /** Copies the path and checks that it leads somewhere. */
    public SourceFile {
      path = List.copyOf(path);
      if (path.isEmpty() || length < 0) {
        throw new IllegalArgumentException("no file: " + path + " of " + length);
      }
    }
  }

  /**
   * A stretch of the line of content.
   *
   * @param file whose bytes it is; empty: padding
   */
  public record Entry(Optional<SourceFile> file, long offset, long length) {
    /** Whether it is padding: zeros. */
    public boolean isPad() {
      return file.isEmpty();
    }

    /** Where it ends. */
    public long end() {
      return offset + length;
    }
  }
}
