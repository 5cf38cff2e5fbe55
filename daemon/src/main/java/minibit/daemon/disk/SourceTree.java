package minibit.daemon.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import minibit.core.metainfo.TorrentPlan.SourceFile;
import minibit.core.words.Sentence;
import minibit.daemon.disk.CreateException.Code;
import minibit.daemon.disk.FolderScan.Child;
import minibit.daemon.disk.FolderScan.Found;

/** The files that shall become a torrent, as they were found. Any thread once scanned. */
public final class SourceTree {
  /** Files that a worker looks at again in a row. */
  private static final int STRETCH = 64;

  private final Path root;
  private final String name;
  private final boolean folder;
  private final List<SourceFile> files = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final IdentityHashMap<SourceFile, Path> paths = new IdentityHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  private SourceTree(Path root, String name, boolean folder) {
    this.root = root;
    this.name = name;
    this.folder = folder;
  }

  static SourceTree scan(Path source, Path except) throws IOException, InterruptedException {
    Path root = source.toAbsolutePath().normalize();
    if (!Files.exists(root)) {
      throw new NoSuchFileException(source.toString());
    }
    Path named = root.getFileName() == null ? root.toRealPath() : root;
    Path last = named.getFileName();
    if (last == null) {
      throw new CreateException(
          Code.BAD_NAME,
          root.toString(),
          Sentence.of("torrent-nameless", "a torrent needs a name, and {0} has none", root));
    }
    DiskNames.requireText(named, last.toString());
    SourceTree tree = new SourceTree(root, last.toString(), Files.isDirectory(root));
    Child top =
        tree.folder
            ? FolderScan.of(root, except.toAbsolutePath().normalize())
            : FolderScan.file(root, tree.name);
    top.tell(tree::add, lost -> tree.lost.add(String.join("/", lost.names())));
    return tree;
  }

  private void add(Found file) {
    if (!file.honest()) {
      warnings.add(String.join("/", file.names()));
    }
    SourceFile source = new SourceFile(file.names(), file.size(), file.executable());
    files.add(source);
    found.add(file);
    paths.put(source, file.path());
  }

  /** The name the torrent gets. */
  public String name() {
    return name;
  }

  /** Whether it is a folder. */
  public boolean isFolder() {
    return folder;
  }

  /** The files, in no order that could be relied on. */
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

  List<String> lost() {
    return List.copyOf(lost);
  }

  /** Where a file of {@link #files} lies. */
  Path pathOf(SourceFile file) {
    Path path = paths.get(file);
    if (path == null) {
      throw new IllegalArgumentException("not of this tree: " + file);
    }
    return path;
  }

  /** A file that changed since the scan has hashes of no moment that ever was. */
  void requireUnchanged() throws IOException, InterruptedException {
    int stretches = (found.size() + STRETCH - 1) / STRETCH;
    Workers.forEach(
        stretches,
        i -> {
          int from = i * STRETCH;
          for (Found file : found.subList(from, Math.min(found.size(), from + STRETCH))) {
            requireUnchanged(file);
          }
        });
  }

  private static void requireUnchanged(Found file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
      if (now.size() != file.size() || !now.lastModifiedTime().equals(file.changed())) {
        throw changed(file.path());
      }
    } catch (NoSuchFileException e) {
      throw changed(file.path());
    }
  }

  static CreateException changed(Path file) {
    return new CreateException(
        Code.FILE_CHANGED,
        file.toString(),
        Sentence.of("changed-while-read", "{0} changed while it was read", file));
  }
}
