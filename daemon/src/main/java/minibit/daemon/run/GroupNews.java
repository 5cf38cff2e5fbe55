package minibit.daemon.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import minibit.core.catalogue.Change;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.MemberRef;
import minibit.group.vote.Vote;

/**
 * Tells listeners of what passes by faster than anybody looks: votes asked for and answered,
 * holders that come and go. Nobody listening costs nothing. Any thread.
 */
final class GroupNews {
  /** A member that shares a disk has a hundred thousand holders to tell; a page shows a few. */
  private static final int HOLDERS_A_SECOND = 50;

  private final EventFeed feed;
  private final Function<MemberId, MemberRef> names;
  private long second = System.nanoTime();
  private int told;

  GroupNews(EventFeed feed, Function<MemberId, MemberRef> names) {
    this.feed = feed;
    this.names = names;
  }

  void onVote(Vote vote, String self) {
    if (!feed.isHeard()) {
      return;
    }
    String candidate = names.apply(vote.candidate()).name();
    feed.publish(Event.VOTE_ASKED, Map.of("epoch", vote.term(), "candidate", candidate));
    if (vote.answer().isGiven()) {
      feed.publish(Event.VOTE_GIVEN, Map.of("epoch", vote.term(), "from", self, "to", candidate));
    } else {
      feed.publish(
          Event.VOTE_REFUSED,
          Map.of("epoch", vote.term(), "to", candidate, "reason", reason(vote.answer())));
    }
  }

  private static String reason(Vote.Answer answer) {
    return switch (answer) {
      case GIVEN -> "";
      case OLD_TERM -> "old-epoch";
      case LOG_BEHIND -> "log-behind";
      case NOT_NOW -> "not-now";
    };
  }

  /** Only voters keep a catalogue, and hear of changes to it. */
  void onChanges(List<Change> changes) {
    if (!feed.isHeard()) {
      return;
    }
    for (Change change : changes) {
      switch (change) {
        case Change.ContentAdded(PiecesRoot root, MemberId holder) ->
            tell(Event.HOLDER_ADDED, root, holder);
        case Change.HolderAdded(PiecesRoot root, MemberId holder) ->
            tell(Event.HOLDER_ADDED, root, holder);
        case Change.HolderRemoved(PiecesRoot root, MemberId holder) ->
            tell(Event.HOLDER_GONE, root, holder);
        case Change.ContentRemoved r -> {}
        case Change.ContentUpdated u -> {}
        case Change.GroupFounded f -> {}
        case Change.GroupMoved m -> {}
        case Change.MemberCame m -> {}
        case Change.MemberUpdated m -> {}
        case Change.MemberAway m -> {}
        case Change.MemberBack m -> {}
        case Change.MemberGone m -> {}
        case Change.Refused r -> {}
      }
    }
  }

  private void tell(String type, PiecesRoot root, MemberId holder) {
    if (isWithinBounds()) {
      feed.publish(type, Map.of("root", root.toString(), "member", names.apply(holder).name()));
    }
  }

  private synchronized boolean isWithinBounds() {
    long now = System.nanoTime();
    if (now - second > Duration.ofSeconds(1).toNanos()) {
      second = now;
      told = 0;
    }
    return told++ < HOLDERS_A_SECOND;
  }
}
