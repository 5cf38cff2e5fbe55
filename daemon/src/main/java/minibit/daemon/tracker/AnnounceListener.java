package minibit.daemon.tracker;

import java.util.List;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.PeerAddress;

/** What a torrent hears of its announces. Called on any thread, one call at a time a torrent. */
public interface AnnounceListener {
  /** A tracker gave these addresses. */
  void peersFound(TrackerUrl tracker, List<PeerAddress> peers);

  /** A tracker has something to say to the user. */
  default void warned(TrackerUrl tracker, String message) {}

  /** A tracker refused or did not answer; the announcer goes on by itself. */
  default void failed(TrackerUrl tracker, String message) {}

  /** An announce goes out: for traces. */
  default void asking(TrackerUrl tracker, AnnounceRequest request) {}

  /** Its answer came: for traces. */
  default void answered(TrackerUrl tracker, AnnounceRequest request, AnnounceResponse response) {}
}
