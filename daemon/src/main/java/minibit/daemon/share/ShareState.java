package minibit.daemon.share;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.daemon.share.ShareView.Kind;
import minibit.daemon.share.ShareView.State;
import minibit.daemon.share.scan.Trouble;
import minibit.daemon.share.store.ShareRow;
import org.jspecify.annotations.Nullable;

/** A share while the daemon runs. The keeper's thread owns it. */
final class ShareState {
  /** Troubles that a view names: enough to see what is wrong. */
  private static final int NAMED = 20;

  final ShareRow row;
  final Kind kind;

  /** Where it really lies; the share's own path while it is missing. */
  Path real;

  /** Of a folder or file, while it is there. */
  @Nullable FolderState root;

  boolean missing;

  /** Folders of it that are to be looked at. */
  int pending;

  /** Whether all of it was looked at once since it appeared. */
  boolean swept;

  /** On which device it was when last seen; 0: never. */
  long device;

  long files;
  long bytes;
  long hashedFiles;
  long hashedBytes;

  private final Set<FolderState> troubled = new LinkedHashSet<>();

  ShareState(ShareRow row) {
    this.row = row;
    this.kind = Kind.valueOf(row.kind());
    this.real = row.path();
    this.device = row.device();
  }

  /** Notes whether a folder has troubles. */
  void troubled(FolderState folder) {
    if (folder.isTroubled() && !folder.dropped) {
      troubled.add(folder);
    } else {
      troubled.remove(folder);
    }
  }

  /** What can be told of it. */
  ShareView view(Map<ShareState, Long> begun, @Nullable Duration left) {
    List<Trouble> all = new ArrayList<>();
    for (FolderState folder : troubled) {
      all.addAll(folder.troubles());
      all.addAll(folder.failures.values());
    }
    long skipped = all.stream().filter(Trouble::isSkip).count();
    boolean waits = hashedFiles < files && !missing;
    return new ShareView(
        row.path(),
        row.name(),
        kind,
        state(waits),
        files,
        bytes,
        hashedFiles,
        Math.min(bytes, hashedBytes + begun.getOrDefault(this, 0L)),
        all.size() - skipped,
        skipped,
        all.subList(0, Math.min(NAMED, all.size())),
        waits ? Optional.ofNullable(left) : Optional.empty());
  }

  private State state(boolean waits) {
    if (missing) {
      return State.MISSING;
    }
    if (!swept) {
      return State.SCANNING;
    }
    return waits ? State.HASHING : State.READY;
  }
}
