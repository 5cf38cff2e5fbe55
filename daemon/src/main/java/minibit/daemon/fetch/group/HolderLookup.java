package minibit.daemon.fetch.group;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.daemon.catalogue.HolderView;
import minibit.daemon.catalogue.NamedContent;
import org.jspecify.annotations.Nullable;

/**
 * Asks the group, again and again while something is missing, who holds a content, and which
 * clients of other make came to the group for it. Without an answer the transfer goes on with the
 * peers it has. Only the owner's thread.
 */
public final class HolderLookup {
  private final Catalogue catalogue;
  private final Executor owner;
  private final InfoHashes hashes;
  private final Consumer<Found> found;
  private final long every;

  /**
   * Who can be asked for pieces.
   *
   * @param holders members that have the content or a part of it
   * @param announced where clients listen that are no members
   */
  public record Found(List<HolderView> holders, List<PeerAddress> announced) {}

  private Optional<PiecesRoot> root;
  private boolean asking;
  private boolean again;
  private long due;
  private boolean silent;

  /**
   * Nothing asked yet.
   *
   * @param owner runs what changes this, one thing after another
   * @param every how often to ask
   * @param root of the content; empty: perhaps the group knows the torrent by its hashes
   * @param found hears of them, on the owner's thread
   */
  public HolderLookup(
      Catalogue catalogue,
      Executor owner,
      Duration every,
      Optional<PiecesRoot> root,
      InfoHashes hashes,
      Consumer<Found> found) {
    this.catalogue = catalogue;
    this.owner = owner;
    this.root = root;
    this.hashes = hashes;
    this.found = found;
    this.every = every.toNanos();
    this.due = System.nanoTime();
  }

  /** Asks if it is time to. */
  public void tick(long nanos) {
    if (asking || nanos - due < 0) {
      return;
    }
    asking = true;
    again = false;
    due = nanos + spread();
    var unused =
        ask()
            .thenCombine(announced(), Found::new)
            .whenComplete((all, fault) -> owner.execute(() -> heard(all, fault)));
  }

  /** Nobody, if that cannot be told: holders matter more. */
  private CompletableFuture<List<PeerAddress>> announced() {
    return catalogue.announced(hashes.wire()).exceptionally(_ -> List.of());
  }

  /** Transfers that began together shall not ask together: up to a quarter less. */
  private long spread() {
    return every - Math.floorMod(hashes.hashCode() * 31L + due, Math.max(1, every / 4));
  }

  private CompletableFuture<List<HolderView>> ask() {
    if (root.isPresent()) {
      return catalogue.holders(root.get());
    }
    InfoHash name = hashes.wire().getFirst();
    return catalogue
        .resolve(name)
        .thenCompose(
            known -> {
              Optional<PiecesRoot> content = known.map(NamedContent::root);
              owner.execute(() -> root = content);
              return content
                  .map(catalogue::holders)
                  .orElseGet(() -> CompletableFuture.completedFuture(List.of()));
            });
  }

  private void heard(Found all, @Nullable Throwable fault) {
    asking = false;
    silent = fault != null;
    if (again) {
      due = System.nanoTime();
    } else if (silent) {
      due = Math.min(due, System.nanoTime() + Duration.ofSeconds(5).toNanos());
    }
    if (fault == null) {
      found.accept(all);
    }
  }

  /** There is somebody new: asks at once. */
  public void soon() {
    again = true;
    due = System.nanoTime();
  }

  /** Whether nobody answered the last time. */
  public boolean isSilent() {
    return silent;
  }

  /** Whether this content is asked for. */
  public boolean isOf(PiecesRoot content) {
    return root.filter(content::equals).isPresent();
  }
}
