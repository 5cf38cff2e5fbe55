package minibit.daemon.desk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FolderView;
import minibit.daemon.api.model.ShareRoots;

/**
 * Shows the folders that may be shared, and nothing beside them: links are resolved before it is
 * decided whether something lies inside. Any thread.
 */
public final class FolderBrowser {
  private final Supplier<List<Path>> roots;
  private final Supplier<List<Path>> shared;

  /**
   * A browser.
   *
   * @param roots what may be looked at, with all that is in it
   * @param shared what is shared now
   */
  public FolderBrowser(Supplier<List<Path>> roots, Supplier<List<Path>> shared) {
    this.roots = roots;
    this.shared = shared;
  }

  /** What may be looked at: those roots that exist, none of them inside another. */
  public ShareRoots roots() {
    return new ShareRoots(
        real().stream()
            .map(
                root ->
                    new ShareRoots.Root(
                        root.toString(),
                        root.getFileName() == null
                            ? root.toString()
                            : root.getFileName().toString()))
            .toList());
  }

  private List<Path> real() {
    List<Path> real = new ArrayList<>();
    for (Path root : roots.get()) {
      try {
        Path resolved = root.toRealPath();
        if (Files.isDirectory(resolved)) {
          real.add(resolved);
        }
      } catch (IOException e) {
        // What is not there cannot be browsed.
        continue;
      }
    }
    return real.stream()
        .distinct()
        .filter(
            one -> real.stream().noneMatch(other -> !one.equals(other) && one.startsWith(other)))
        .sorted()
        .toList();
  }

  /**
   * What lies in a folder.
   *
   * @throws ApiException with {@code outside-roots}, {@code no-such-folder}, {@code bad-path}
   */
  public FolderView browse(String text) {
    Path folder = inside(text);
    List<Path> known = shared.get();
    List<FolderView.Entry> entries = new ArrayList<>();
    boolean more = false;
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        Optional<FolderView.Entry> entry = entry(path, known);
        if (entry.isPresent() && entries.size() == FolderView.MAX) {
          more = true;
          break;
        }
        entry.ifPresent(entries::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new ApiException(
          403,
          "unreadable",
          Sentence.of("cannot-be-read-for", "{0} cannot be read: {1}", folder, e.getMessage()));
    }
    entries.sort(
        Comparator.comparing((FolderView.Entry entry) -> !entry.folder())
            .thenComparing(FolderView.Entry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(FolderView.Entry::name));
    Optional<String> parent =
        Optional.ofNullable(folder.getParent())
            .filter(_ -> real().stream().noneMatch(folder::equals))
            .map(Path::toString);
    return new FolderView(folder.toString(), parent, entries, more);
  }

  private Path inside(String text) {
    Path wanted;
    try {
      wanted = Path.of(text);
    } catch (InvalidPathException e) {
      throw ApiException.badRequest(
          "bad-path", Sentence.of("no-path-here", "not a path of this system: {0}", text));
    }
    if (!wanted.isAbsolute()) {
      throw ApiException.badRequest(
          "bad-path", Sentence.of("path-not-absolute", "the path must be absolute: {0}", text));
    }
    Path real;
    try {
      real = wanted.toRealPath();
    } catch (IOException e) {
      // Whoever may not look outside shall not learn either what is there.
      if (isInside(wanted.normalize())) {
        throw ApiException.notFound(
            "no-such-folder", Sentence.of("no-folder", "there is no folder {0}", wanted));
      }
      throw outside(wanted);
    }
    if (!isInside(real)) {
      throw outside(wanted);
    }
    if (!Files.isDirectory(real)) {
      throw ApiException.notFound(
          "no-such-folder", Sentence.of("not-a-folder", "{0} is no folder", wanted));
    }
    return real;
  }

  private static ApiException outside(Path wanted) {
    return new ApiException(
        403,
        "outside-roots",
        Sentence.of("outside-roots", "{0} lies outside the folders that may be shared", wanted));
  }

  private boolean isInside(Path real) {
    return real().stream().anyMatch(real::startsWith);
  }

  /** Hidden ones, and links that lead out, are left away. */
  private Optional<FolderView.Entry> entry(Path path, List<Path> known) {
    String name = String.valueOf(path.getFileName());
    try {
      Path real = path.toRealPath();
      if (name.startsWith(".") || !isInside(real)) {
        return Optional.empty();
      }
      BasicFileAttributes is = Files.readAttributes(real, BasicFileAttributes.class);
      if (!is.isDirectory() && !is.isRegularFile()) {
        return Optional.empty();
      }
      boolean shares = known.stream().anyMatch(real::startsWith);
      return Optional.of(
          new FolderView.Entry(name, is.isDirectory(), is.isDirectory() ? 0 : is.size(), shares));
    } catch (IOException e) {
      // It went away, or may not be looked at.
      return Optional.empty();
    }
  }
}
