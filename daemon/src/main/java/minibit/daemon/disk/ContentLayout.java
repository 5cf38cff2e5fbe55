package minibit.daemon.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.piece.Geometry;

/**
 * How the line of content falls into files. Files are in order of offset and do not overlap; the
 * line may have holes between them (v2). Immutable; any thread.
 */
public final class ContentLayout {
  private final Geometry geometry;
  private final List<ContentFile> files;
  private final long[] offsets;

  /** A layout of these files, in their order on the line. */
  public ContentLayout(Geometry geometry, List<ContentFile> files) {
    this.geometry = geometry;
    this.files = List.copyOf(files);
    this.offsets = new long[files.size()];
    long end = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = files.get(i).offset();
      if (offsets[i] < end) {
        throw new IllegalArgumentException("files overlap at " + offsets[i]);
      }
      end = files.get(i).end();
    }
  }

  /** The layout that a metainfo gives. */
  public static ContentLayout of(Metainfo metainfo) {
    List<ContentFile> files = new ArrayList<>(metainfo.files().size());
    for (TorrentFile file : metainfo.files()) {
      files.add(
          new ContentFile(
              file.path(),
              file.offset(),
              file.length(),
              file.pad(),
              file.executable(),
              file.symlink()));
    }
    return new ContentLayout(metainfo.geometry(), files);
  }

  /** The same with another name for the torrent's only file, or for its folder. */
  public ContentLayout savedAs(String name) {
    return new ContentLayout(
        geometry,
        files.stream()
            .map(
                file ->
                    new ContentFile(
                        renamed(file.path(), name),
                        file.offset(),
                        file.length(),
                        file.pad(),
                        file.executable(),
                        file.symlink().map(target -> renamed(target, name))))
            .toList());
  }

  private static List<String> renamed(List<String> path, String name) {
    List<String> renamed = new ArrayList<>(path);
    renamed.set(0, name);
    return renamed;
  }

  /** Bytes of a piece that belong to these files, padding left out. */
  public int contentOf(int piece, BitSet wanted) {
    int[] bytes = {0};
    try {
      walk(
          geometry.offset(piece),
          geometry.pieceSize(piece),
          (file, _, _, length) -> {
            bytes[0] += wanted.get(file) && !files.get(file).pad() ? length : 0;
            return true;
          });
    } catch (IOException e) {
      throw new AssertionError("nothing was read", e);
    }
    return bytes[0];
  }

  /** The cut into pieces. */
  public Geometry geometry() {
    return geometry;
  }

  /** The files in order. */
  public List<ContentFile> files() {
    return files;
  }

  /** What is done with a stretch of one file. */
  @FunctionalInterface
  public interface PartAction {
    /**
     * One stretch.
     *
     * @param file index of the file
     * @param position first byte within the file
     * @param at first byte within the whole stretch
     * @param length bytes, at least 1
     * @return whether to go on with the next one
     */
    boolean part(int file, long position, int at, int length) throws IOException;
  }

  /**
   * Walks over the files that a stretch of the line touches, in order.
   *
   * @return whether every action said to go on
   */
  public boolean walk(long offset, int length, PartAction action) throws IOException {
    long end = offset + length;
    for (int i = firstAt(offset); i < offsets.length && offsets[i] < end; i++) {
      ContentFile file = files.get(i);
      long from = Math.max(offset, file.offset());
      long to = Math.min(end, file.end());
      if (from < to
          && !action.part(i, from - file.offset(), (int) (from - offset), (int) (to - from))) {
        return false;
      }
    }
    return true;
  }

  /** The file that all of a stretch lies in, or -1: there is none, or more than one. */
  public int fileAround(long offset, long length) {
    int first = firstAt(offset);
    boolean within =
        first < offsets.length
            && offsets[first] <= offset
            && offset + length <= files.get(first).end();
    return within ? first : -1;
  }

  /** The first file that may hold the byte at this offset: earlier ones end before it. */
  private int firstAt(long offset) {
    int low = 0;
    int high = offsets.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (files.get(middle).end() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first piece that has bytes of this file. */
  public int firstPiece(int file) {
    return (int) (offsets[file] / geometry.pieceLength());
  }

  /** The last piece that has bytes of this file; before the first if the file is empty. */
  public int lastPiece(int file) {
    ContentFile found = files.get(file);
    return found.length() == 0
        ? firstPiece(file) - 1
        : (int) ((found.end() - 1) / geometry.pieceLength());
  }
}
