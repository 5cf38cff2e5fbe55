package minibit.daemon.share;

import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import minibit.daemon.share.scan.IgnoreRules;
import minibit.daemon.share.scan.Trouble;
import org.jspecify.annotations.Nullable;

/** A folder of a share as it was last seen. The keeper's thread owns it. */
final class FolderState {
  final ShareState share;
  final @Nullable FolderState parent;

  /** Its row in the store. */
  final long row;

  /** Where it lies. */
  final Path path;

  /** Its names below the share's root. */
  final List<String> names;

  /** Its path in the catalogue. */
  final String wire;

  /** By their paths. */
  final Map<Path, FolderState> children = new HashMap<>();

  /** Files that could not be read, by id. */
  final Map<Long, Trouble> failures = new HashMap<>();

  /** Rules of the folders above; its own file comes on top. */
  IgnoreRules above;

  /** The text of its ignore file. */
  String ignore = "";

  @Nullable WatchKey key;

  /** Which folder it is, so that another in its place is noticed; 0: not known. */
  long inode;

  /** Whether it was looked at since the start, so that its known files are in the book. */
  boolean visited;

  /** Whether it was taken out of the tree; whoever still has it passes over it. */
  boolean dropped;

  /** Whether it is to be looked at, and all below it too. */
  boolean queued;

  boolean deep;

  /** When the last look ended, and how long it took. */
  long lookedAt;

  long lookTook;

  private List<Trouble> troubles = List.of();
  private long files;
  private long bytes;
  private long hashedFiles;
  private long hashedBytes;

  FolderState(
      ShareState share,
      @Nullable FolderState parent,
      long row,
      Path path,
      List<String> names,
      String wire,
      IgnoreRules above) {
    this.share = share;
    this.parent = parent;
    this.row = row;
    this.path = path;
    this.names = List.copyOf(names);
    this.wire = wire;
    this.above = above;
  }

  /** The path of a file of it in the catalogue. */
  String wireOf(String name) {
    return wire.isEmpty() ? name : wire + "/" + name;
  }

  /** A file more, or less if negative. */
  void countFile(int sign, long size) {
    files += sign;
    bytes += sign * size;
    share.files += sign;
    share.bytes += sign * size;
  }

  /** A file more whose hashes are known, or less if negative. */
  void countHashed(int sign, long size) {
    hashedFiles += sign;
    hashedBytes += sign * size;
    share.hashedFiles += sign;
    share.hashedBytes += sign * size;
  }

  /** Takes all its files out of the count. */
  void countNothing() {
    share.files -= files;
    share.bytes -= bytes;
    share.hashedFiles -= hashedFiles;
    share.hashedBytes -= hashedBytes;
    files = 0;
    bytes = 0;
    hashedFiles = 0;
    hashedBytes = 0;
  }

  /** What the last look left out; what failed since is kept apart. */
  void troubles(List<Trouble> found) {
    troubles = List.copyOf(found);
    share.troubled(this);
  }

  List<Trouble> troubles() {
    return troubles;
  }

  boolean isTroubled() {
    return !troubles.isEmpty() || !failures.isEmpty();
  }
}
