package minibit.daemon.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import minibit.core.words.Sentence;

/**
 * What of a torrent's files lies in its folder: found there with the full length, or made since.
 * Any thread.
 */
final class PlacedFiles {
  private static final int ABSENT = 0;
  private static final int PRESENT = 1;

  private final TargetFolder folder;
  private final ContentLayout layout;
  private final AtomicIntegerArray places;

  private PlacedFiles(TargetFolder folder, ContentLayout layout) {
    this.folder = folder;
    this.layout = layout;
    this.places = new AtomicIntegerArray(layout.files().size());
  }

  /**
   * Looks at what is in the folder; writes nothing.
   *
   * @param ours whether resume data claim that existing files are a begun download
   * @throws StorageException when something there must not be touched
   */
  static PlacedFiles look(TargetFolder folder, ContentLayout layout, boolean ours)
      throws IOException {
    PlacedFiles placed = new PlacedFiles(folder, layout);
    for (int i = 0; i < layout.files().size(); i++) {
      ContentFile file = layout.files().get(i);
      if (!file.pad() && file.symlink().isEmpty()) {
        placed.look(i, file, ours);
      }
    }
    return placed;
  }

  private void look(int index, ContentFile file, boolean ours) throws IOException {
    long size = folder.sizeOf(file.path());
    if (size == file.length()) {
      places.set(index, PRESENT);
    } else if (size == 0 && ours) {
      // Ours have their full length, but for the moment after they were made.
      folder.extend(file.path(), file.length());
      places.set(index, PRESENT);
    } else if (size >= 0) {
      throw new StorageException(
          StorageException.Code.FILE_EXISTS,
          Sentence.of(
              "other-size",
              "{0} exists with {1} bytes where the torrent has {2}: not touched",
              folder.path(file.path()),
              size,
              file.length()));
    }
  }

  boolean isThere(int file) {
    return places.get(file) == PRESENT;
  }

  /** Makes a file of its full length, unless it is there. */
  synchronized void create(int file) throws IOException {
    if (places.get(file) == ABSENT) {
      ContentFile content = layout.files().get(file);
      folder.createFile(content.path(), content.length(), content.executable());
      places.set(file, PRESENT);
    }
  }

  /** Opens a file; one that is to be written is made if need be. */
  FileChannel open(int file, boolean write) throws IOException {
    if (write && places.get(file) == ABSENT) {
      create(file);
    }
    return folder.open(layout.files().get(file).path(), write);
  }

  /** The files that are there and hold bytes of pieces. */
  List<Integer> content() {
    List<Integer> content = new ArrayList<>();
    for (int i = 0; i < layout.files().size(); i++) {
      ContentFile file = layout.files().get(i);
      if (!file.pad() && file.symlink().isEmpty() && file.length() > 0 && isThere(i)) {
        content.add(i);
      }
    }
    return content;
  }

  /** Size and time of change of every file that is there: what tells whether others touched it. */
  List<FileStamp> stamps() {
    List<FileStamp> stamps = new ArrayList<>();
    for (int file : content()) {
      FileStamp stamp = folder.stamp(file, layout.files().get(file).path());
      if (stamp.size() >= 0) {
        stamps.add(stamp);
      }
    }
    return stamps;
  }

  /** Where the files lie that are there. */
  List<Path> there() {
    List<Path> there = new ArrayList<>();
    for (int i = 0; i < layout.files().size(); i++) {
      ContentFile file = layout.files().get(i);
      if (!file.pad() && file.symlink().isEmpty() && isThere(i)) {
        try {
          there.add(folder.path(file.path()));
        } catch (StorageException e) {
          // Nothing of a name that this system has not can lie here.
          continue;
        }
      }
    }
    return there;
  }
}
