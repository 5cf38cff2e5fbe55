package minibit.daemon.disk;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.core.metainfo.SafeNames;
import minibit.core.metainfo.TorrentPlan.SourceFile;
import minibit.daemon.disk.CreateException.Code;
import org.jspecify.annotations.Nullable;

/** The files that shall become a torrent, as they were found. Any thread once scanned. */
public final class SourceTree {
  private final Path root;
  private final String name;
  private final boolean folder;
  private final List<SourceFile> files = new ArrayList<>();
  private final Map<SourceFile, Found> found = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  private SourceTree(Path root, String name, boolean folder) {
    this.root = root;
    this.name = name;
    this.folder = folder;
  }

  static SourceTree scan(Path source, Path except) throws IOException {
    Path root = source.toAbsolutePath().normalize();
    if (!Files.exists(root)) {
      throw new NoSuchFileException(source.toString());
    }
    Path named = root.getFileName() == null ? root.toRealPath() : root;
    Path last = named.getFileName();
    if (last == null) {
      throw new CreateException(
          Code.BAD_NAME, root.toString(), "a torrent needs a name, and " + root + " has none");
    }
    SourceTree tree = new SourceTree(root, last.toString(), Files.isDirectory(root));
    Path left = except.toAbsolutePath().normalize();
    if (tree.folder) {
      tree.scanFolder(root, List.of(), new HashSet<>(), left);
    } else {
      tree.add(root, List.of(tree.name));
    }
    return tree;
  }

  private void scanFolder(Path folderPath, List<String> path, Set<Path> above, Path except)
      throws IOException {
    Path real = folderPath.toRealPath();
    if (!above.add(real)) {
      throw new CreateException(
          Code.LINK_LOOP, folderPath.toString(), folderPath + " leads back into itself");
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folderPath)) {
      for (Path child : children) {
        List<String> childPath = new ArrayList<>(path);
        childPath.add(child.getFileName().toString());
        if (Files.isDirectory(child)) {
          scanFolder(child, childPath, above, except);
        } else if (!child.equals(except)) {
          add(child, childPath);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    above.remove(real);
  }

  private void add(Path file, List<String> path) throws IOException {
    if (!Files.exists(file)) {
      // A link that leads nowhere has nothing to share, which is no reason to share nothing.
      warnings.add(String.join("/", path));
      return;
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new CreateException(
          Code.NOT_A_FILE, file.toString(), file + " is neither file nor folder");
    }
    if (!path.stream().allMatch(part -> SafeNames.clean(part).equals(Optional.of(part)))) {
      warnings.add(String.join("/", path));
    }
    SourceFile source = new SourceFile(path, attributes.size(), isExecutable(file));
    files.add(source);
    found.put(source, new Found(file, attributes.lastModifiedTime()));
  }

  /** Of a followed link it is the link that counts, as with libtorrent: links are executable. */
  private static boolean isExecutable(Path file) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** The name the torrent gets. */
  public String name() {
    return name;
  }

  /** Whether it is a folder. */
  public boolean isFolder() {
    return folder;
  }

  /** The files, in no order. */
  public List<SourceFile> files() {
    return List.copyOf(files);
  }

  /** Bytes of all files. */
  public long size() {
    return files.stream().mapToLong(SourceFile::length).sum();
  }

  /** Where the files lie: the file itself or the folder. */
  public Path root() {
    return root;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Path pathOf(SourceFile file) {
    return of(file).path();
  }

  private Found of(SourceFile file) {
    Found one = found.get(file);
    if (one == null) {
      throw new IllegalArgumentException("not of this tree: " + file);
    }
    return one;
  }

  /** A file that changed since the scan has hashes of no moment that ever was. */
  void requireUnchanged() throws IOException {
    for (SourceFile file : files) {
      Found before = of(file);
      try {
        BasicFileAttributes now = Files.readAttributes(before.path(), BasicFileAttributes.class);
        if (now.size() != file.length() || !now.lastModifiedTime().equals(before.changed())) {
          throw changed(before.path());
        }
      } catch (NoSuchFileException e) {
        throw changed(before.path());
      }
    }
  }

  static CreateException changed(Path file) {
    return new CreateException(
        Code.FILE_CHANGED, file.toString(), file + " changed while it was read");
  }

  private record Found(Path path, FileTime changed) {}
}
