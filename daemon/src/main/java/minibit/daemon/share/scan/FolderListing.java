package minibit.daemon.share.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one folder holds that shall be shared. A link to a file inside the share is that file; a
 * link to a folder inside it is passed over, since that folder is shared where it is, and so no
 * loop can be; what leads out of the share is left out and said.
 *
 * @param files each under a name of its own
 * @param folders the same
 * @param troubles what is left out and should be known
 * @param ignore text of the folder's ignore file; empty if it has none
 * @param rules for the folder and what is below
 */
public record FolderListing(
    List<File> files,
    List<Folder> folders,
    List<Trouble> troubles,
    String ignore,
    IgnoreRules rules) {
  /** A file and its name in the catalogue. */
  public record File(Path path, String name, Stamp stamp) {}

  /** A folder and its name in the catalogue; its stamp tells whether it is still the same. */
  public record Folder(Path path, String name, Stamp stamp) {}

  /**
   * Where to look and what to leave out.
   *
   * @param root of the share, without links
   * @param leftAlone paths of our own and of others, by their place
   */
  public record Bounds(Path root, Predicate<Path> leftAlone) {}

  /**
   * Looks at a folder; not below it.
   *
   * @param folder without links
   * @param path its names below the share's root
   * @param above the rules of the folder above
   * @throws IOException if it cannot be read or is not there
   */
  public static FolderListing of(Path folder, List<String> path, IgnoreRules above, Bounds bounds)
      throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    String ignore = ignoreText(folder.resolve(IgnoreRules.FILE));
    FolderListing listing =
        new FolderListing(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            ignore,
            ignore.isEmpty() ? above : above.below(path.size(), ignore));
    listing.fill(children, path, bounds);
    return listing;
  }

  private static String ignoreText(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(IgnoreRules.MAX_BYTES), StandardCharsets.UTF_8);
    }
  }

  private record Named(Path path, String name, boolean exact) {}

  /** Of names that differ in form alone, the one that is NFC already keeps it, always the same. */
  private static final Comparator<Named> ORDER =
      Comparator.comparing(Named::name)
          .thenComparing(Named::exact, Comparator.reverseOrder())
          .thenComparing(Named::path);

  private void fill(List<Path> children, List<String> path, Bounds bounds) {
    List<Named> named = new ArrayList<>(children.size());
    for (Path child : children) {
      String name = WireNames.of(child);
      named.add(new Named(child, name, name.equals(String.valueOf(child.getFileName()))));
    }
    named.sort(ORDER);
    Set<String> taken = new HashSet<>();
    List<String> full = new ArrayList<>(path);
    for (Named child : named) {
      String name = WireNames.distinct(child.name(), taken);
      taken.add(name);
      full.add(name);
      try {
        add(child.path(), name, full, bounds);
      } catch (NoSuchFileException e) {
        // Gone since it was listed, which is as good as never listed.
      } catch (IOException e) {
        troubles.add(
            new Trouble(
                child.path(),
                Trouble.UNREADABLE,
                child.path() + " cannot be read: " + e.getMessage()));
      }
      full.removeLast();
    }
  }

  private void add(Path child, String name, List<String> full, Bounds bounds) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (bounds.leftAlone().test(child) || rules.ignores(full, found.isDirectory())) {
      return;
    }
    if (found.isSymbolicLink()) {
      addLink(child, name, bounds);
    } else if (found.isDirectory()) {
      folders.add(new Folder(child, name, Stamp.of(found)));
    } else if (found.isRegularFile()) {
      files.add(new File(child, name, Stamp.of(found)));
    }
  }

  private void addLink(Path link, String name, Bounds bounds) throws IOException {
    Path target;
    try {
      target = link.toRealPath();
    } catch (IOException e) {
      // Nothing there, or links in a circle.
      troubles.add(new Trouble(link, Trouble.DEAD_LINK, link + " is a link that leads to no file"));
      return;
    }
    if (!target.startsWith(bounds.root())) {
      troubles.add(
          new Trouble(
              link, Trouble.LEADS_OUT, link + " is a link that leads out of the share: skipped"));
      return;
    }
    BasicFileAttributes found = Files.readAttributes(target, BasicFileAttributes.class);
    if (found.isRegularFile() && !isLeftAlone(target, bounds)) {
      files.add(new File(link, name, Stamp.of(found)));
    }
  }

  private static boolean isLeftAlone(Path target, Bounds bounds) {
    for (Path at = target; at != null && !at.equals(bounds.root()); at = at.getParent()) {
      if (bounds.leftAlone().test(at)) {
        return true;
      }
    }
    return false;
  }
}
