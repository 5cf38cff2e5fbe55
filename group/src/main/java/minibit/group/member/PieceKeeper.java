package minibit.group.member;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import minibit.core.catalogue.PartialHolders;
import minibit.core.id.PiecesRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tracker informed which pieces this member has of what it fetches: changes as they come,
 * all of it to a new tracker, and all of it again when a heartbeat shows that the tracker missed
 * something. Owned by the loop.
 */
final class PieceKeeper {
  private static final Logger log = LoggerFactory.getLogger(PieceKeeper.class);

  /** One difference may be a report under way; two are a loss. */
  private static final int LOSS = 2;

  private final GroupMember self;
  private final Map<PiecesRoot, byte[]> fetched = new LinkedHashMap<>();

  /** What this tracker does not take, such as a content that its catalogue does not have. */
  private final Set<PiecesRoot> refused = new HashSet<>();

  private int differing;
  private boolean telling;

  PieceKeeper(GroupMember self) {
    this.self = self;
  }

  /** The sum of what the tracker should know. */
  long digest() {
    return fetched.entrySet().stream()
        .filter(entry -> !refused.contains(entry.getKey()))
        .mapToLong(entry -> PartialHolders.mark(entry.getKey(), entry.getValue()))
        .sum();
  }

  /** Something changed: the tracker is told now, and later if it cannot be told now. */
  CompletableFuture<Reply> report(Request.Pieces pieces) {
    PiecesRoot root = pieces.root();
    refused.remove(root);
    if (pieces.pieces().isEmpty()) {
      fetched.remove(root);
    } else if (fetched.size() < PartialHolders.CONTENTS_PER_MEMBER || fetched.containsKey(root)) {
      fetched.put(root, pieces.pieces().get());
    } else {
      return CompletableFuture.completedFuture(
          new Reply.Failed(Reply.Code.LIMIT, "too many contents are fetched at a time"));
    }
    return send(pieces);
  }

  private CompletableFuture<Reply> send(Request.Pieces pieces) {
    return self.askTracker(pieces)
        .whenComplete(
            (reply, failure) ->
                self.onLoop(
                    () -> {
                      if (reply instanceof Reply.Failed(Reply.Code code, String text)
                          && code == Reply.Code.LIMIT) {
                        refused.add(pieces.root());
                      }
                    }));
  }

  /** A heartbeat that was accepted says what the tracker knows of this member's pieces. */
  void compare(long known) {
    differing = known == digest() ? 0 : differing + 1;
    if (differing >= LOSS) {
      tellAll();
    }
  }

  /** Another tracker, who knows nothing yet. */
  void onNewTracker() {
    refused.clear();
    if (!fetched.isEmpty()) {
      tellAll();
    }
  }

  private void tellAll() {
    if (telling) {
      return;
    }
    telling = true;
    CompletableFuture<Reply> told = self.askTracker(new Request.NoPieces());
    List<PiecesRoot> roots = new ArrayList<>(fetched.keySet());
    for (PiecesRoot root : roots) {
      told = told.thenCompose(reply -> self.askOnLoop(() -> tell(root)));
    }
    told.whenComplete(
        (reply, failure) ->
            self.onLoop(
                () -> {
                  telling = false;
                  differing = 0;
                  if (failure != null) {
                    log.debug("pieces not reported yet: {}", failure.getMessage());
                  }
                }));
  }

  /** What the member has by now, which may be more than when it was asked. */
  private CompletableFuture<Reply> tell(PiecesRoot root) {
    byte[] pieces = fetched.get(root);
    return pieces == null
        ? CompletableFuture.completedFuture(new Reply.Done())
        : send(new Request.Pieces(root, Optional.of(pieces)));
  }
}
