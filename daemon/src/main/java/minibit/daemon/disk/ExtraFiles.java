package minibit.daemon.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Files that lie in a torrent's own folder and are none of its files: harmless, but worth a word.
 *
 * @param paths below that folder, sorted; at most {@link #MAX}
 * @param more whether there are more than these
 */
public record ExtraFiles(List<List<String>> paths, boolean more) {
  /** Files that are listed. Who has more has verified the wrong folder. */
  public static final int MAX = 1_000;

  static final ExtraFiles NONE = new ExtraFiles(List.of(), false);

  /** Copies the list. */
  public ExtraFiles {
    paths = List.copyOf(paths);
  }

  /**
   * Looks for them, level by level, and no further than {@link #MAX}. Links are not followed; a
   * folder that cannot be listed counts as one file. The torrent's own files cost no call of the
   * system.
   *
   * @param known the torrent's own files, each path as resolved against {@code root}, and whether
   *     it is known to be a file: else it may be a folder
   */
  static ExtraFiles in(Path root, Map<Path, Boolean> known)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(root)) {
      return NONE;
    }
    List<Path> found = new ArrayList<>();
    List<Path> level = List.of(root);
    while (!level.isEmpty() && found.size() <= MAX) {
      List<Path> folders = level;
      Listing[] listings = new Listing[folders.size()];
      Workers.forEach(folders.size(), i -> listings[i] = Listing.of(folders.get(i), known, root));
      level = new ArrayList<>();
      for (Listing listing : listings) {
        found.addAll(listing.extra());
        level.addAll(listing.folders());
      }
    }
    return new ExtraFiles(
        found.stream()
            .limit(MAX)
            .map(file -> names(root.relativize(file)))
            .sorted(Comparator.comparing(path -> String.join("/", path)))
            .toList(),
        found.size() > MAX);
  }

  private static List<String> names(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false).map(Path::toString).toList();
  }

  /** What is in one folder beside known files. */
  private record Listing(List<Path> extra, List<Path> folders) {
    static Listing of(Path folder, Map<Path, Boolean> known, Path root) throws IOException {
      List<Path> extra = new ArrayList<>();
      List<Path> folders = new ArrayList<>();
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          Boolean isFile = known.get(child);
          if (isFile != null && isFile) {
            continue;
          }
          if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            folders.add(child);
          } else if (isFile == null && extra.size() <= MAX) {
            extra.add(child);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      } catch (IOException e) {
        if (folder.equals(root)) {
          throw e;
        }
        return new Listing(List.of(folder), List.of());
      }
      return new Listing(extra, folders);
    }
  }
}
