package minibit.daemon.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.metainfo.SafeNames;
import minibit.core.words.Sentence;
import minibit.daemon.disk.CreateException.Code;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all that lies below a folder, level by level, on every core. The system is asked once
 * for each file, because of a hundred thousand small ones asking takes longer than hashing.
 */
final class FolderScan {
  /** Files of one folder that a worker looks at in a row. */
  private static final int STRETCH = 64;

  private final Path except;
  private final Class<? extends BasicFileAttributes> asked;

  private FolderScan(Path root, Path except) {
    this.except = except;
    this.asked =
        root.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? PosixFileAttributes.class
            : BasicFileAttributes.class;
  }

  /**
   * Everything below a folder; links are followed.
   *
   * @param except a path to leave out
   */
  static Folder of(Path root, Path except) throws IOException, InterruptedException {
    Folder top = new Folder(root, List.of(), null, false, true);
    new FolderScan(root, except).scan(top);
    return top;
  }

  /** A file alone, found as it would have been in a folder. */
  static Child file(Path file, String name) throws IOException {
    Folder around = new Folder(file, List.of(), null, false, true);
    return new FolderScan(file, file.resolve(name)).look(around, file, name);
  }

  private void scan(Folder top) throws IOException, InterruptedException {
    List<Folder> level = List.of(top);
    while (!level.isEmpty()) {
      List<Folder> folders = level;
      Workers.forEach(folders.size(), i -> folders.get(i).list());
      List<Stretch> stretches = stretches(folders);
      Workers.forEach(stretches.size(), i -> look(stretches.get(i)));
      level = new ArrayList<>();
      for (Folder folder : folders) {
        folder.addFolders(level);
      }
    }
  }

  private static List<Stretch> stretches(List<Folder> folders) {
    List<Stretch> stretches = new ArrayList<>();
    for (Folder folder : folders) {
      for (int from = 0; from < folder.paths.size(); from += STRETCH) {
        stretches.add(new Stretch(folder, from, Math.min(folder.paths.size(), from + STRETCH)));
      }
    }
    return stretches;
  }

  private void look(Stretch stretch) throws IOException {
    Folder in = stretch.folder();
    for (int i = stretch.from(); i < stretch.to(); i++) {
      Path path = in.paths.get(i);
      if (!path.equals(except)) {
        in.children[i] = look(in, path, String.valueOf(path.getFileName()));
      }
    }
  }

  private Child look(Folder in, Path path, String name) throws IOException {
    DiskNames.requireText(path, name);
    List<String> names = in.below(name);
    boolean honest = SafeNames.clean(name).equals(Optional.of(name));
    if (!honest && !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new CreateException(
          Code.BAD_NAME,
          path.toString(),
          Sentence.of("name-no-text", "{0} has a name that is no text", path));
    }
    honest &= in.honest;
    BasicFileAttributes own;
    BasicFileAttributes attributes;
    try {
      own = Files.readAttributes(path, asked, LinkOption.NOFOLLOW_LINKS);
      attributes =
          own.isSymbolicLink() ? Files.readAttributes(path, BasicFileAttributes.class) : own;
    } catch (IOException e) {
      // A link that leads nowhere has nothing to share, which is no reason to share nothing.
      return new Lost(names);
    }
    if (attributes.isDirectory()) {
      boolean linked = in.linked || own.isSymbolicLink();
      Folder folder = new Folder(path, names, in, linked, honest);
      folder.requireNoLoop();
      return folder;
    }
    if (!attributes.isRegularFile()) {
      throw new CreateException(
          Code.NOT_A_FILE,
          path.toString(),
          Sentence.of("neither-file-nor-folder", "{0} is neither file nor folder", path));
    }
    return new Found(
        path,
        names,
        attributes.size(),
        attributes.lastModifiedTime(),
        // Of a followed link it is the link that counts, as with libtorrent.
        own instanceof PosixFileAttributes posix
            && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE),
        honest);
  }

  /** What lies in a folder. */
  sealed interface Child {
    /** Tells what it is, or what lies in it, in the order of the names' bytes. */
    void tell(Consumer<Found> found, Consumer<Lost> lost);
  }

  /**
   * A file.
   *
   * @param names below the folder where the scan began
   * @param honest whether it will have the same name on every system
   */
  record Found(
      Path path,
      List<String> names,
      long size,
      FileTime changed,
      boolean executable,
      boolean honest)
      implements Child {
    @Override
    public void tell(Consumer<Found> found, Consumer<Lost> lost) {
      found.accept(this);
    }
  }

  /** A link that leads nowhere, or a file that went while we looked. */
  record Lost(List<String> names) implements Child {
    @Override
    public void tell(Consumer<Found> found, Consumer<Lost> lost) {
      lost.accept(this);
    }
  }

  private record Stretch(Folder folder, int from, int to) {}

  /** A folder. Its children are known once the scan is over. */
  static final class Folder implements Child {
    private final Path path;
    private final List<String> names;
    private final @Nullable Folder above;
    private final boolean linked;
    private final boolean honest;
    private List<Path> paths = List.of();
    private @Nullable Child[] children = new Child[0];

    private Folder(
        Path path, List<String> names, @Nullable Folder above, boolean linked, boolean honest) {
      this.path = path;
      this.names = names;
      this.above = above;
      this.linked = linked;
      this.honest = honest;
    }

    @Override
    public void tell(Consumer<Found> found, Consumer<Lost> lost) {
      for (Child child : children) {
        if (child != null) {
          child.tell(found, lost);
        }
      }
    }

    private void addFolders(List<Folder> to) {
      for (Child child : children) {
        if (child instanceof Folder folder) {
          to.add(folder);
        }
      }
    }

    private List<String> below(String name) {
      String[] whole = names.toArray(new String[names.size() + 1]);
      whole[names.size()] = name;
      return List.of(whole);
    }

    private void list() throws IOException {
      List<Path> found = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        stream.forEach(found::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      found.sort(null);
      paths = found;
      children = new Child[found.size()];
    }

    /** Only links lead back up, so who came without one need not be asked. */
    private void requireNoLoop() throws IOException {
      if (!linked) {
        return;
      }
      Path real = path.toRealPath();
      for (Folder folder = above; folder != null; folder = folder.above) {
        if (folder.path.toRealPath().equals(real)) {
          throw new CreateException(
              Code.LINK_LOOP,
              path.toString(),
              Sentence.of("link-loop", "{0} leads back into itself", path));
        }
      }
    }
  }
}
