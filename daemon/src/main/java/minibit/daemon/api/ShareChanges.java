package minibit.daemon.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Event;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.ShareList.Share;

/** What is new in what a daemon shares. */
final class ShareChanges {
  private ShareChanges() {}

  static void tell(ShareList before, ShareList now, EventFeed feed) {
    Map<String, Share> known = byPath(before);
    for (Share share : now.shares()) {
      Share old = known.remove(share.path());
      if (old == null || !standing(old).equals(standing(share))) {
        feed.publish(Event.SHARE_CHANGED, Map.of("share", share, "removed", false));
      }
    }
    known
        .values()
        .forEach(
            share -> feed.publish(Event.SHARE_CHANGED, Map.of("share", share, "removed", true)));
    if (!progress(before).equals(progress(now))) {
      feed.publish(
          Event.SHARE_PROGRESS,
          Map.of(
              "files",
              now.files(),
              "bytes",
              now.bytes(),
              "waitingFiles",
              now.waitingFiles(),
              "waitingBytes",
              now.waitingBytes(),
              "timeLeft",
              now.timeLeft()));
    }
  }

  private static Map<String, Share> byPath(ShareList list) {
    return list.shares().stream()
        .collect(Collectors.toMap(Share::path, Function.identity(), (first, _) -> first));
  }

  /** What people care for; hashing itself is told as progress. */
  private static List<Object> standing(Share share) {
    return List.of(share.state(), share.files(), share.bytes(), share.failed());
  }

  private static List<Object> progress(ShareList list) {
    return List.of(list.files(), list.bytes(), list.waitingFiles(), list.waitingBytes());
  }
}
