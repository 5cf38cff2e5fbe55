package minibit.daemon.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import minibit.core.catalogue.Change;
import minibit.core.catalogue.Content;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.group.member.GroupMember;
import minibit.group.vote.Voter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News of holders: the tracker tells those who fetch a content of everybody else who has it, or
 * some of it. News may get lost; who fetches asks from time to time anyway. Safe for threads.
 */
final class HolderNews {
  private static final Logger log = LoggerFactory.getLogger(HolderNews.class);

  /** News under way at a time; beyond them, what is new is left to be asked for. */
  private static final int AT_A_TIME = 256;

  private final GroupMember member;
  private final Attendance attendance;
  private final List<Consumer<PiecesRoot>> listeners;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  /** Contents that somebody has begun to fetch since this member took office. */
  private final Set<PiecesRoot> fetched = ConcurrentHashMap.newKeySet();

  HolderNews(GroupMember member, CopyOnWriteArrayList<Consumer<PiecesRoot>> listeners) {
    this.member = member;
    this.attendance = new Attendance(member);
    this.listeners = listeners;
  }

  /** Another tracker is in office: what this one was told is over. */
  void onOffice() {
    if (!member.isTracker()) {
      fetched.clear();
    }
  }

  void onPartialHolder(PiecesRoot root, MemberId holder) {
    fetched.add(root);
    spread(root, holder);
  }

  /** Called on the group's thread: almost nothing is fetched, so almost nothing is done. */
  void onChanges(List<Change> changes) {
    if (fetched.isEmpty() || !member.isTracker()) {
      return;
    }
    for (Change change : changes) {
      switch (change) {
        case Change.ContentAdded(PiecesRoot root, MemberId holder) -> onHolder(root, holder);
        case Change.HolderAdded(PiecesRoot root, MemberId holder) -> onHolder(root, holder);
        case Change.MemberBack(MemberId holder) -> onBack(holder);
        case Change.HolderRemoved r -> {}
        case Change.ContentRemoved(PiecesRoot root) -> fetched.remove(root);
        case Change.ContentUpdated u -> {}
        case Change.GroupFounded f -> {}
        case Change.GroupMoved m -> {}
        case Change.MemberCame m -> {}
        case Change.MemberUpdated m -> {}
        case Change.MemberAway m -> {}
        case Change.MemberGone m -> {}
        case Change.Refused r -> {}
      }
    }
  }

  /** A client of other make has come, and may have what somebody fetches. */
  void onAnnounced(InfoHash hash) {
    if (!fetched.isEmpty() && member.isTracker()) {
      apart(
          () ->
              member
                  .voter()
                  .flatMap(voter -> voter.read(state -> state.content(hash)))
                  .map(Content::root)
                  .filter(fetched::contains)
                  .ifPresent(root -> tell(root, Optional.empty())));
    }
  }

  private void onHolder(PiecesRoot root, MemberId holder) {
    if (fetched.contains(root)) {
      spread(root, holder);
    }
  }

  private void onBack(MemberId holder) {
    apart(
        () -> {
          for (PiecesRoot root : fetched) {
            boolean holds = member.voter().stream().anyMatch(voter -> holds(voter, root, holder));
            if (holds) {
              tell(root, Optional.of(holder));
            }
          }
        });
  }

  private static boolean holds(Voter voter, PiecesRoot root, MemberId holder) {
    return voter.read(state -> state.content(root).filter(c -> c.isHeldBy(holder)).isPresent());
  }

  private void spread(PiecesRoot root, MemberId holder) {
    apart(() -> tell(root, Optional.of(holder)));
  }

  private void apart(Runnable task) {
    if (!places.tryAcquire()) {
      log.debug("too much news of holders at a time");
      return;
    }
    Thread.ofVirtual()
        .name("holder news")
        .start(
            () -> {
              try {
                task.run();
              } finally {
                places.release();
              }
            });
  }

  private void tell(PiecesRoot root, Optional<MemberId> holder) {
    for (MemberId fetching : attendance.fetching(root).keySet()) {
      if (holder.filter(fetching::equals).isPresent()) {
        continue;
      }
      if (fetching.equals(member.id())) {
        hear(root);
        continue;
      }
      try {
        member
            .relay(fetching, Service.NEW_HOLDER.number(), root.toBytes())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.debug("{} does not hear: {}", fetching.brief(), failure.getMessage());
                  }
                });
      } catch (RejectedExecutionException e) {
        log.debug("the group stops");
        return;
      }
    }
  }

  /** The tracker, who may be this member, says that this has another holder. */
  void hear(PiecesRoot root) {
    for (Consumer<PiecesRoot> listener : listeners) {
      try {
        listener.accept(root);
      } catch (RuntimeException e) {
        log.error("a listener of holders failed", e);
      }
    }
  }
}
