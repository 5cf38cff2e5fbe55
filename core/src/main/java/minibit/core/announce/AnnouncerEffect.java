package minibit.core.announce;

import java.util.List;
import minibit.core.id.PeerAddress;

/** What an {@link Announcer} wants done. */
public sealed interface AnnouncerEffect {
  /** Announce this; answered by {@link AnnouncerEvent.Answered} with the same ticket. */
  record Ask(long ticket, TrackerUrl tracker, AnnounceRequest request) implements AnnouncerEffect {}

  /** A tracker gave addresses. */
  record PeersFound(TrackerUrl tracker, List<PeerAddress> peers) implements AnnouncerEffect {
    /** Copies the list. */
    public PeersFound {
      peers = List.copyOf(peers);
    }
  }

  /** A tracker took the announce and has something to say to the user. */
  record Warned(TrackerUrl tracker, String message) implements AnnouncerEffect {}

  /** A tracker refused or did not answer. */
  record Failed(TrackerUrl tracker, String message) implements AnnouncerEffect {}

  /** Every tracker that has to know of our end does, or had its five seconds. Given once. */
  record Stopped() implements AnnouncerEffect {}
}
