package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.HeldPlaces;

/**
 * Paths that no share around them takes for its own: the daemon's home and downloads, other shares,
 * where transfers write, and what transfers left behind unfinished, as long as it looks as it was
 * left. All are real paths. The keeper's thread owns it.
 */
final class LeftAlone {
  private final HeldPlaces store;
  private final Set<Path> ours;
  private final Set<Path> held = new HashSet<>();
  private final Map<Path, Stamp> begun = new HashMap<>();
  private Set<Path> shares = Set.of();

  /**
   * Knows nothing of transfers until it is loaded.
   *
   * @param ours the daemon's own folders
   */
  LeftAlone(HeldPlaces store, Path... ours) {
    this.store = store;
    this.ours = Set.of(ours);
  }

  /** Begins anew from what the store knows; what is no longer as it was left is forgotten. */
  void load() throws IOException {
    held.clear();
    held.addAll(store.held());
    begun.clear();
    begun.putAll(store.begun());
    for (Path file : List.copyOf(begun.keySet())) {
      if (!isBegun(file)) {
        forget(file);
      }
    }
  }

  /** The places of all shares. */
  void shares(Collection<Path> places) {
    shares = Set.copyOf(places);
  }

  /** Whether this path is left alone now. */
  boolean has(Path path) {
    return ours.contains(path) || shares.contains(path) || held.contains(path) || isBegun(path);
  }

  /** What cannot be looked at, as on a disk that is away, may still be what it was. */
  private boolean isBegun(Path file) {
    Stamp left = begun.get(file);
    if (left == null) {
      return false;
    }
    try {
      return Stamp.at(file).filter(left::isSame).isPresent();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** A transfer writes there; false if that is known. */
  boolean hold(Path path) throws IOException {
    boolean fresh = held.add(path);
    if (fresh) {
      store.hold(path);
    }
    return fresh;
  }

  /** No transfer writes there any more; false if none did. */
  boolean release(Path path) throws IOException {
    boolean was = held.remove(path);
    if (was) {
      store.release(path);
    }
    return was;
  }

  /** Releases all but these; gives those that were. */
  List<Path> releaseAllBut(Collection<Path> owned) throws IOException {
    List<Path> released = new ArrayList<>(held);
    released.removeAll(Set.copyOf(owned));
    for (Path path : released) {
      boolean unused = release(path);
    }
    return released;
  }

  /** A transfer left a file behind that looks like this and is not whole. */
  void leave(Path file, Stamp now) throws IOException {
    begun.put(file, now);
    store.leave(file, now);
  }

  /** A file is whole: nothing is known against it. */
  void whole(Path file) throws IOException {
    if (begun.containsKey(file)) {
      forget(file);
    }
  }

  private void forget(Path file) throws IOException {
    begun.remove(file);
    store.forget(file);
  }
}
