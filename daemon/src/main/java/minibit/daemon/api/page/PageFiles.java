package minibit.daemon.api.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the page: those of the class path below {@code minibit/web}, each read when it is
 * first asked for and kept. For work on the page a folder can stand before them, which is read anew
 * every time. Any thread.
 */
public final class PageFiles {
  /** The variable that names the folder. */
  public static final String VARIABLE = "MINIBIT_PAGE";

  private static final String ROOT = "/minibit/web/";

  /**
   * What a path of the page looks like: no name begins with a dot, nothing is escaped. So there is
   * no way to write one that climbs.
   */
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9_@.-]*(/[A-Za-z0-9_@-][A-Za-z0-9_@.-]*){0,8}");

  /** No file of the page is half as large. */
  private static final int MAX_FILE = 8 << 20;

  private final Optional<Path> folder;
  private final Map<String, PageFile> kept = new ConcurrentHashMap<>();

  private PageFiles(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The files that came with the program. */
  public static PageFiles shipped() {
    return new PageFiles(Optional.empty());
  }

  /** The files of a folder, and where it lacks one, the one that came with the program. */
  public static PageFiles before(Path folder) {
    return new PageFiles(Optional.of(folder));
  }

  /** The folder that {@link #VARIABLE} names, if it does; else what came with the program. */
  public static PageFiles usual() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank() ? shipped() : before(Path.of(named));
  }

  /**
   * A file by its path below the root, without a leading slash.
   *
   * @throws IOException if it is there and cannot be read
   */
  Optional<PageFile> find(String path) throws IOException {
    Optional<String> type = MediaTypes.of(path);
    if (type.isEmpty() || !PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    Optional<byte[]> fresh = folder.isPresent() ? ofFolder(folder.get(), path) : Optional.empty();
    if (fresh.isPresent()) {
      return Optional.of(PageFile.of(type.get(), fresh.get()));
    }
    PageFile known = kept.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<PageFile> read = ofClassPath(path).map(bytes -> PageFile.of(type.get(), bytes));
    read.ifPresent(file -> kept.put(path, file));
    return read;
  }

  private static Optional<byte[]> ofFolder(Path folder, String path) throws IOException {
    Path file = folder.resolve(path);
    // A link that leads out of the folder leads to no file of the page.
    if (!Files.isRegularFile(file)
        || !file.toRealPath().startsWith(folder.toRealPath())
        || Files.size(file) > MAX_FILE) {
      return Optional.empty();
    }
    return Optional.of(Files.readAllBytes(file));
  }

  private static Optional<byte[]> ofClassPath(String path) throws IOException {
    try (InputStream in = PageFiles.class.getResourceAsStream(ROOT + path)) {
      return in == null ? Optional.empty() : Optional.of(in.readNBytes(MAX_FILE));
    }
  }
}
