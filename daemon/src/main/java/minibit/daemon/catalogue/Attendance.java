package minibit.daemon.catalogue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.piece.Bitfield;
import minibit.group.member.GroupMember;

/** What the tracker remembers beside the catalogue; nothing when this member is not in office. */
final class Attendance {
  /** How long the group's thread may take to say: it never blocks. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final GroupMember member;

  Attendance(GroupMember member) {
    this.member = member;
  }

  /** How long each member has been silent. */
  Map<MemberId, Duration> silences() {
    return ask(() -> member.silences(), Map.of());
  }

  /** Who has which pieces of what it still fetches. */
  Map<MemberId, Bitfield> fetching(PiecesRoot root) {
    return ask(() -> member.partialHolders(root), Map.of());
  }

  private interface Memory<T> {
    CompletableFuture<Optional<T>> ask();
  }

  private static <T> T ask(Memory<T> memory, T nothing) {
    try {
      return memory.ask().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).orElse(nothing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return nothing;
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      // The group stops; whoever asked hears so elsewhere.
      return nothing;
    }
  }
}
