package minibit.daemon.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import minibit.core.words.Sentence;

/**
 * The folder a torrent may touch. Every path below it is walked from the root, and links on the way
 * are followed only while they stay inside. Any thread.
 */
final class TargetFolder {
  private final Path root;
  private final Set<Path> safe = ConcurrentHashMap.newKeySet();

  TargetFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /** Where these components lie, unchecked: for messages. */
  Path path(List<String> components) throws StorageException {
    Path path = root;
    for (String name : components) {
      path = below(path, name);
    }
    return path;
  }

  private static Path below(Path folder, String name) throws StorageException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw DiskNames.unwritable(name, e);
    }
  }

  void create() throws IOException {
    try {
      Files.createDirectories(root);
    } catch (FileAlreadyExistsException e) {
      throw new StorageException(
          StorageException.Code.FILE_EXISTS,
          Sentence.of("there-no-folder", "{0} is there and is no folder", root),
          e);
    }
  }

  /** Size of a regular file, or -1 if nothing is there. */
  long sizeOf(List<String> components) throws IOException {
    Path path = checked(components);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new StorageException(
            StorageException.Code.FILE_EXISTS,
            Sentence.of("there-no-file", "{0} is there and is no file: not touched", path));
      }
      return attributes.size();
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  FileStamp stamp(int index, List<String> components) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path(components), BasicFileAttributes.class);
      return new FileStamp(
          index, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      return new FileStamp(index, -1, 0);
    }
  }

  FileChannel open(List<String> components, boolean write) throws IOException {
    Path path = checked(components);
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.READ);
    if (write) {
      options.add(StandardOpenOption.WRITE);
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    try {
      return FileChannel.open(path, options);
    } catch (NoSuchFileException e) {
      throw new StorageException(
          StorageException.Code.FILE_MISSING,
          Sentence.of("no-longer-there", "{0} is no longer there", path),
          e);
    }
  }

  /** A new sparse file of its full length; one of the right length that is there already stays. */
  void createFile(List<String> components, long length, boolean executable) throws IOException {
    for (int i = 1; i < components.size(); i++) {
      createFolder(components.subList(0, i));
    }
    create();
    Path path = checked(components);
    try {
      FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.SPARSE)
          .close();
    } catch (FileAlreadyExistsException e) {
      if (sizeOf(components) != length) {
        throw new StorageException(
            StorageException.Code.FILE_EXISTS,
            Sentence.of("appeared", "{0} appeared meanwhile: not touched", path),
            e);
      }
      return;
    }
    extend(components, length);
    if (executable) {
      makeExecutable(path);
    }
  }

  /** Gives a file its full length without writing: the rest is a hole. */
  void extend(List<String> components, long length) throws IOException {
    Path path = checked(components);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      if (file.length() < length) {
        file.setLength(length);
      }
    }
  }

  private void createFolder(List<String> components) throws IOException {
    Path path = checked(components);
    if (!Files.isDirectory(path)) {
      try {
        Files.createDirectories(path);
      } catch (FileAlreadyExistsException e) {
        throw new StorageException(
            StorageException.Code.FILE_EXISTS,
            Sentence.of("there-no-folder", "{0} is there and is no folder", path),
            e);
      }
    }
  }

  /** A link between two places inside, relative, unless something is there already. */
  void link(List<String> components, List<String> target) throws IOException {
    for (int i = 1; i < components.size(); i++) {
      createFolder(components.subList(0, i));
    }
    Path path = checked(components);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = path(components.subList(0, components.size() - 1));
      try {
        Files.createSymbolicLink(path, parent.relativize(path(target)));
      } catch (UnsupportedOperationException e) {
        throw new StorageException(
            StorageException.Code.WRITE_FAILED,
            Sentence.of("no-links", "no links on this disk: {0}", path),
            e);
      }
    }
  }

  private static void makeExecutable(Path path) throws IOException {
    try {
      Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(path));
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      if (permissions.contains(PosixFilePermission.GROUP_READ)) {
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
      }
      if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      }
      Files.setPosixFilePermissions(path, permissions);
    } catch (UnsupportedOperationException e) {
      // A file system without such bits loses nothing by their absence.
      return;
    }
  }

  long usableSpace() throws IOException {
    Path existing = root;
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        break;
      }
      existing = parent;
    }
    FileStore store = Files.getFileStore(existing);
    return store.getUsableSpace();
  }

  /** The path, after making sure that no link on the way leads out of the root. */
  private Path checked(List<String> components) throws IOException {
    Path path = root;
    for (int i = 0; i < components.size(); i++) {
      path = below(path, components.get(i));
      boolean folder = i < components.size() - 1;
      if (folder && safe.contains(path)) {
        continue;
      }
      if (Files.isSymbolicLink(path) && !staysInside(path)) {
        throw new StorageException(
            StorageException.Code.UNSAFE_PATH,
            Sentence.of("link-elsewhere", "{0} is a link that leads elsewhere", path));
      }
      if (folder && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        safe.add(path);
      }
    }
    return path;
  }

  private boolean staysInside(Path link) throws IOException {
    try {
      return link.toRealPath().startsWith(root.toRealPath());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
