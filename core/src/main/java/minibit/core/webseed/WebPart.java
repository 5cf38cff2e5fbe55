package minibit.core.webseed;

import java.util.ArrayList;
import java.util.List;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;

/**
 * A stretch of one file, as one request asks for it.
 *
 * @param file index in {@link Metainfo#files}, or {@link #ZEROS}
 * @param from first byte within the file
 * @param length bytes, at least 1
 */
public record WebPart(int file, long from, long length) {
  /** Padding: nobody is asked for it. */
  public static final int ZEROS = -1;

  /** Checks the numbers. */
  public WebPart {
    if (file < ZEROS || from < 0 || length < 1) {
      throw new IllegalArgumentException("no part: " + file + "/" + from + "+" + length);
    }
  }

  /** Whether there is nothing to ask for. */
  public boolean isPadding() {
    return file == ZEROS;
  }

  /**
   * The stretches in which these blocks lie, in order; what touches is one. Padding files are never
   * asked for: they hold zeros.
   *
   * @param blocks in the order of the content
   */
  public static List<WebPart> of(Metainfo torrent, List<Block> blocks) {
    Geometry geometry = torrent.geometry();
    List<TorrentFile> files = torrent.files();
    List<WebPart> parts = new ArrayList<>();
    int file = blocks.isEmpty() ? 0 : firstAt(files, offset(geometry, blocks.getFirst()));
    for (Block block : blocks) {
      long at = offset(geometry, block);
      long end = at + block.length();
      while (at < end) {
        while (files.get(file).end() <= at) {
          file++;
        }
        TorrentFile holder = files.get(file);
        long to = Math.min(end, holder.end());
        add(parts, holder.pad() ? ZEROS : file, at - holder.offset(), to - at);
        at = to;
      }
    }
    return parts;
  }

  private static long offset(Geometry geometry, Block block) {
    return geometry.offset(block.piece()) + block.begin();
  }

  private static void add(List<WebPart> parts, int file, long from, long length) {
    if (!parts.isEmpty()) {
      WebPart last = parts.getLast();
      if (last.file() == file && (file == ZEROS || last.from() + last.length() == from)) {
        parts.set(parts.size() - 1, new WebPart(file, last.from(), last.length() + length));
        return;
      }
    }
    parts.add(new WebPart(file, from, length));
  }

  /** The first file that may hold the byte at this offset: earlier ones end before it. */
  private static int firstAt(List<TorrentFile> files, long offset) {
    int low = 0;
    int high = files.size();
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
}
