package minibit.daemon.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
   * Looks for them, and no further than {@link #MAX}. Links are not followed; a folder that cannot
   * be listed counts as one file.
   *
   * @param known the torrent's own files, each path as resolved against {@code root}
   */
  static ExtraFiles in(Path root, Set<Path> known) throws IOException {
    if (!Files.isDirectory(root)) {
      return NONE;
    }
    List<List<String>> paths = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return found(file);
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
              throw e;
            }
            return found(file);
          }

          private FileVisitResult found(Path file) {
            if (!known.contains(file)) {
              paths.add(names(root.relativize(file)));
            }
            return paths.size() > MAX ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        });
    boolean more = paths.size() > MAX;
    List<List<String>> listed = more ? paths.subList(0, MAX) : paths;
    return new ExtraFiles(
        listed.stream().sorted(Comparator.comparing(path -> String.join("/", path))).toList(),
        more);
  }

  private static List<String> names(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false).map(Path::toString).toList();
  }
}
