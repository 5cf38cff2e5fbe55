package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import minibit.daemon.share.scan.FolderListing;
import minibit.daemon.share.scan.FolderListing.Bounds;
import minibit.daemon.share.scan.FolderWatch;
import minibit.daemon.share.scan.IgnoreRules;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.scan.Trouble;
import minibit.daemon.share.store.FileRow;
import minibit.daemon.share.store.FolderRow;
import minibit.daemon.share.store.ShareStore;
import org.jspecify.annotations.Nullable;

/**
 * The folders of all shares, as they were last seen, with their watches. Looks at one folder at a
 * time. The keeper's thread owns it.
 */
final class Tree {
  private final ShareStore store;
  private final Looker looker;
  private final Rounds rounds;
  private final FolderWatch watch;
  private final IgnoreRules rules;
  private final Predicate<Path> leftAlone;
  private final Map<Long, FolderState> byRow = new HashMap<>();
  private final Map<WatchKey, Set<FolderState>> watched = new HashMap<>();

  Tree(
      ShareStore store,
      Looker looker,
      Rounds rounds,
      FolderWatch watch,
      IgnoreRules rules,
      Predicate<Path> leftAlone) {
    this.store = store;
    this.looker = looker;
    this.rounds = rounds;
    this.watch = watch;
    this.rules = rules;
    this.leftAlone = leftAlone;
  }

  /** Begins to look at a share that is there. */
  void begin(ShareState share) throws IOException {
    share.missing = false;
    switch (share.kind) {
      case FOLDER -> {
        share.real = RealPath.of(share.row.path());
        share.root = open(share, null, share.real, List.of(), share.row.name());
        share.root.inode = stampOf(share.real).inode();
      }
      case FILE -> {
        Path parent = share.row.path().getParent();
        share.real = share.row.path();
        share.root = open(share, null, parent == null ? share.real : parent, List.of(), "");
      }
      case DOWNLOADS -> {
        for (FolderRow row : store.folders(share.row.id())) {
          openFlat(share, row.wire(), row.path());
        }
      }
    }
    round(share);
  }

  /** Looks at all of a share. */
  void round(ShareState share) {
    if (share.root != null) {
      rounds.round(share.root);
    }
    if (share.kind == ShareView.Kind.DOWNLOADS) {
      of(share).forEach(rounds::round);
    }
  }

  /** A folder of the download folder, which knows no tree. */
  FolderState openFlat(ShareState share, String wire, Path path) throws IOException {
    FolderRow row = store.folder(share.row.id(), wire, path);
    FolderState known = byRow.get(row.id());
    return known != null ? known : open(share, null, path, List.of(), wire);
  }

  private FolderState open(
      ShareState share, @Nullable FolderState parent, Path path, List<String> names, String wire)
      throws IOException {
    FolderRow row = store.folder(share.row.id(), wire, path);
    IgnoreRules above = parent == null ? rules : parent.above;
    FolderState folder = new FolderState(share, parent, row.id(), path, names, wire, above);
    byRow.put(row.id(), folder);
    if (parent != null) {
      parent.children.put(path, folder);
    }
    return folder;
  }

  /** The folder of a row, if it is in the tree. */
  Optional<FolderState> byRow(long row) {
    return Optional.ofNullable(byRow.get(row));
  }

  /** The folders of a key. */
  Set<FolderState> byKey(WatchKey key) {
    return watched.getOrDefault(key, Set.of());
  }

  /** The folder in which a path lies, or the nearest above it that is in the tree. */
  Optional<FolderState> nearest(ShareState share, Path path) {
    FolderState at = share.root;
    if (at == null || !path.startsWith(at.path)) {
      return Optional.empty();
    }
    Path step = at.path;
    for (Path name : at.path.relativize(path)) {
      step = step.resolve(name);
      FolderState child = at.children.get(step);
      if (child == null) {
        break;
      }
      at = child;
    }
    return Optional.of(at);
  }

  /**
   * Looks at a folder.
   *
   * @return false if it is the share itself that is not there
   */
  boolean look(FolderState folder) throws IOException {
    boolean deep = folder.deep || !folder.visited;
    folder.deep = false;
    long started = System.nanoTime();
    boolean there =
        switch (folder.share.kind) {
          case FOLDER -> lookAround(folder, deep);
          case FILE -> lookAtFile(folder);
          case DOWNLOADS -> lookAtKnown(folder);
        };
    folder.lookedAt = System.nanoTime();
    folder.lookTook = folder.lookedAt - started;
    return there;
  }

  private boolean lookAround(FolderState folder, boolean deep) throws IOException {
    watch(folder);
    FolderListing listing;
    try {
      Bounds bounds = new Bounds(folder.share.real, leftAlone);
      listing = FolderListing.of(folder.path, folder.names, folder.above, bounds);
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (folder.parent == null) {
        return false;
      }
      drop(folder);
      return true;
    } catch (IOException e) {
      unreadable(folder, e);
      return true;
    }
    boolean otherRules = !listing.ignore().equals(folder.ignore);
    folder.ignore = listing.ignore();
    looker.compare(folder, listing.files(), listing.troubles());
    Set<Path> there = new HashSet<>();
    for (FolderListing.Folder below : listing.folders()) {
      there.add(below.path());
      String wire = folder.wire + "/" + below.name();
      FolderState child = folder.children.get(below.path());
      if (child != null && (!child.wire.equals(wire) || child.inode != below.stamp().inode())) {
        // Another folder in its place: the old one's watch would tell nothing of it.
        drop(child);
        child = null;
      }
      if (child == null) {
        List<String> names = new ArrayList<>(folder.names);
        names.add(below.name());
        child = open(folder.share, folder, below.path(), names, wire);
        child.above = listing.rules();
        child.inode = below.stamp().inode();
        rounds.round(child);
      } else if (deep || otherRules || child.isTroubled()) {
        // What could not be read cannot be watched either; perhaps it can be read now.
        child.above = listing.rules();
        rounds.round(child);
      }
    }
    for (FolderState child : List.copyOf(folder.children.values())) {
      if (!there.contains(child.path)) {
        drop(child);
      }
    }
    return true;
  }

  private void unreadable(FolderState folder, IOException why) throws IOException {
    for (FolderState child : List.copyOf(folder.children.values())) {
      drop(child);
    }
    String message = folder.path + " cannot be read: " + why.getMessage();
    looker.compare(
        folder, List.of(), List.of(new Trouble(folder.path, Trouble.UNREADABLE, message)));
  }

  private boolean lookAtFile(FolderState folder) throws IOException {
    watch(folder);
    Path path = folder.share.row.path();
    Optional<Stamp> stamp = stamp(path);
    if (stamp.isEmpty()) {
      return false;
    }
    String name = folder.share.row.name();
    looker.compare(folder, List.of(new FolderListing.File(path, name, stamp.get())), List.of());
    return true;
  }

  private boolean lookAtKnown(FolderState folder) throws IOException {
    watch(folder);
    List<FolderListing.File> found = new ArrayList<>();
    for (FileRow row : store.files(folder.row)) {
      Path path = row.in(folder.path);
      Optional<Stamp> stamp = stamp(path);
      stamp.ifPresent(s -> found.add(new FolderListing.File(path, row.name(), s)));
    }
    looker.compare(folder, found, List.of());
    return true;
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      return Stamp.at(file);
    } catch (IOException e) {
      // Not there, or not to be reached: for us the same.
      return Optional.empty();
    }
  }

  private void watch(FolderState folder) {
    if (folder.key == null) {
      WatchKey key = watch.watch(folder.path);
      if (key != null) {
        folder.key = key;
        watched.computeIfAbsent(key, k -> new HashSet<>()).add(folder);
      }
    }
  }

  /** A folder is gone, with all below: its files leave the book and are remembered. */
  private void drop(FolderState folder) throws IOException {
    for (FolderState child : List.copyOf(folder.children.values())) {
      drop(child);
    }
    looker.compare(folder, List.of(), List.of());
    forget(folder);
    if (folder.parent != null) {
      folder.parent.children.remove(folder.path);
    }
  }

  private void forget(FolderState folder) {
    folder.dropped = true;
    folder.share.troubled(folder);
    byRow.remove(folder.row, folder);
    WatchKey key = folder.key;
    if (key != null) {
      folder.key = null;
      Set<FolderState> others = watched.getOrDefault(key, new HashSet<>());
      others.remove(folder);
      if (others.isEmpty()) {
        watched.remove(key);
        watch.forget(key);
      }
    }
  }

  /** The folders of a share that are in the tree. */
  private List<FolderState> of(ShareState share) {
    return byRow.values().stream().filter(folder -> folder.share == share).toList();
  }

  /** Takes a share out of the tree; its files are still in the store. */
  void end(ShareState share) {
    for (FolderState folder : of(share)) {
      folder.countNothing();
      forget(folder);
    }
    share.root = null;
    share.swept = false;
  }

  /** Notes which shares have been looked at whole: folders that were not found are gone. */
  void sweep(Collection<ShareState> shares) throws IOException {
    for (ShareState share : shares) {
      if (!share.swept && !share.missing && share.pending == 0) {
        share.swept = true;
        for (FolderRow row : store.folders(share.row.id())) {
          if (!byRow.containsKey(row.id())) {
            store.folderGone(row.id());
          }
        }
      }
    }
  }

  /**
   * Whether a share is not there: its folder or file is missing, or the folder is empty and on
   * another disk than it was, as the place of a disk is that is not mounted.
   */
  boolean isAbsent(ShareState share) throws IOException {
    Path path = share.row.path();
    return switch (share.kind) {
      case DOWNLOADS -> false;
      case FILE -> stamp(path).isEmpty();
      case FOLDER -> !Files.isDirectory(path) || isUnmounted(share, path);
    };
  }

  private boolean isUnmounted(ShareState share, Path path) throws IOException {
    if (share.device == 0 || share.device == deviceOf(path)) {
      return false;
    }
    try (var children = Files.newDirectoryStream(path)) {
      return !children.iterator().hasNext() && store.hasFiles(share.row.id());
    } catch (IOException e) {
      // Not to be read: the look at it will say so.
      return false;
    }
  }

  /** Whether another folder stands where a share's was, so that its watch tells nothing of it. */
  boolean isReplaced(ShareState share) {
    return share.kind == ShareView.Kind.FOLDER
        && share.root != null
        && share.root.inode != stampOf(share.row.path()).inode();
  }

  /** The number of the disk on which this lies; 0 if there is none. */
  static long deviceOf(Path path) {
    return stampOf(path).device();
  }

  private static Stamp stampOf(Path path) {
    try {
      return Stamp.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (IOException e) {
      // Not there, which others notice.
      return new Stamp(0, 0, 0, 0);
    }
  }
}
