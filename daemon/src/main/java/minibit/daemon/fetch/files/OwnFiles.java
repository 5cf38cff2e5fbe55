package minibit.daemon.fetch.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.share.scan.Stamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that a transfer made. Only what still looks as it was left is deleted: the user may
 * have put something of his own in its place. May wait.
 */
public final class OwnFiles {
  private static final Logger LOG = LoggerFactory.getLogger(OwnFiles.class);

  private OwnFiles() {}

  /**
   * Looks at the files of a transfer.
   *
   * @param place of the transfer
   * @param there its files that lie there
   * @param before what was noted of them; what was put in their place since is none of ours
   * @param settled whether nothing is written to them any more
   */
  public static List<OwnFile> look(
      Path place, List<Path> there, List<OwnFile> before, boolean settled) {
    Map<String, OwnFile> own = new LinkedHashMap<>();
    before.forEach(file -> own.put(file.path(), file));
    for (Path file : there) {
      String path = place.relativize(file).toString();
      OwnFile known = own.get(path);
      Optional<Stamp> now = stamp(file);
      if (now.isPresent() && (known == null || known.isIn(now.get()))) {
        own.put(path, OwnFile.of(path, now.get(), settled));
      }
    }
    return List.copyOf(own.values());
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      return Stamp.at(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at", file, e);
      return Optional.empty();
    }
  }

  /** Those that are still its own, and how they look now. */
  static Map<Path, Stamp> there(Path place, List<OwnFile> own) {
    Map<Path, Stamp> there = new LinkedHashMap<>();
    for (OwnFile each : own) {
      Path file = each.path().isEmpty() ? place : place.resolve(each.path());
      stamp(file).filter(each::fits).ifPresent(now -> there.put(file, now));
    }
    return there;
  }

  /**
   * Deletes the files of a transfer that are still its own, and folders that are empty then.
   *
   * @param best digits of its best info-hash, by which its hidden file is called
   */
  public static void delete(Path place, List<OwnFile> own, String best) {
    try {
      List<Path> files = new ArrayList<>();
      for (OwnFile each : own) {
        Path file = each.path().isEmpty() ? place : place.resolve(each.path());
        delete(file, place, each);
        files.add(file);
      }
      Path parent = place.getParent();
      if (parent != null) {
        Files.deleteIfExists(parent.resolve("." + best.substring(0, 16) + ".minibit-part"));
      }
      deleteEmpty(place, files);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted", place, e);
    }
  }

  private static void delete(Path file, Path place, OwnFile own) throws IOException {
    if (isInside(file, place)) {
      try {
        if (Stamp.at(file).filter(own::fits).isPresent()) {
          Files.deleteIfExists(file);
        } else {
          LOG.warn("{} is not what was fetched any more, and stays", file);
        }
      } catch (NoSuchFileException e) {
        LOG.debug("{} is gone already", file);
      }
    }
  }

  /** Links in the way may lead out: what lies there is none of ours. */
  private static boolean isInside(Path file, Path place) throws IOException {
    Path root = place.getParent();
    Path parent = file.getParent();
    return root != null
        && parent != null
        && Files.exists(parent)
        && parent.toRealPath().startsWith(root.toRealPath());
  }

  private static void deleteEmpty(Path place, List<Path> files) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path file : files) {
      for (Path at = file.getParent();
          at != null && at.startsWith(place) && !folders.contains(at);
          at = at.getParent()) {
        folders.add(at);
      }
    }
    folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
    for (Path folder : folders) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        LOG.debug("{} holds files of others and stays", folder);
      }
    }
  }
}
