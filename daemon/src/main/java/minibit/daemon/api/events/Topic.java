package minibit.daemon.api.events;

import java.util.Locale;
import java.util.Optional;
import minibit.daemon.api.model.Event;

/** What a kind of event is about: listeners choose by it. */
public enum Topic {
  /** Members, the tracker, votes, heartbeats, who holds what. */
  GROUP,
  /** What this daemon shares. */
  SHARES,
  /** Transfers as lists show them. */
  TRANSFERS,
  /** One transfer from the inside: its peers and pieces. */
  TRANSFER,
  /** The speeds of all. */
  TOTALS,
  /** Told to everybody. */
  ALWAYS;

  /** What a kind is about; what is not known here is told to everybody. */
  static Topic of(String type) {
    return switch (type) {
      case Event.MEMBER_JOINED,
          Event.MEMBER_LEFT,
          Event.MEMBER_LOST,
          Event.TRACKER_CHANGED,
          Event.VOTE_ASKED,
          Event.VOTE_GIVEN,
          Event.VOTE_REFUSED,
          Event.HEARTBEAT,
          Event.HEARTBEAT_MISSED,
          Event.HOLDER_ADDED,
          Event.HOLDER_GONE ->
          GROUP;
      case Event.SHARE_CHANGED, Event.SHARE_PROGRESS -> SHARES;
      case Event.TRANSFER, Event.TRANSFER_REMOVED -> TRANSFERS;
      case Event.CHOKED,
          Event.UNCHOKED,
          Event.INTERESTED,
          Event.UNINTERESTED,
          Event.PIECE_VERIFIED,
          Event.PEERS ->
          TRANSFER;
      case Event.TOTALS -> TOTALS;
      default -> ALWAYS;
    };
  }

  /** A topic by the word that stands in a query; only those that can be chosen alone. */
  static Optional<Topic> named(String word) {
    return switch (word) {
      case "group", "shares", "transfers", "totals" ->
          Optional.of(valueOf(word.toUpperCase(Locale.ROOT)));
      default -> Optional.empty();
    };
  }
}
