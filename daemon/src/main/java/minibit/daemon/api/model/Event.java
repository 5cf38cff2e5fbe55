package minibit.daemon.api.model;

import java.util.Map;

/**
 * Something that happened in a daemon or its group.
 *
 * @param id to go on behind, {@code boot.number}
 * @param type one of the constants here, or one of a newer daemon
 * @param data what it is about, the keys by type
 */
public record Event(String id, String type, Map<String, Object> data) {
  /** A member came, or came back: {@code member}, a {@link MemberList.Member}. */
  public static final String MEMBER_JOINED = "member-joined";

  /** A member is no more in the group: {@code member}. */
  public static final String MEMBER_LEFT = "member-left";

  /** A member was not heard for its lease: {@code member}. */
  public static final String MEMBER_LOST = "member-lost";

  /** Another tracker is in office, or none, or another epoch began: {@code group}. */
  public static final String TRACKER_CHANGED = "tracker-changed";

  /** This voter was asked for its vote: {@code epoch}, {@code candidate}. */
  public static final String VOTE_ASKED = "vote-asked";

  /** A vote was given: {@code epoch}, {@code from}, {@code to}. */
  public static final String VOTE_GIVEN = "vote-given";

  /** This voter refused its vote: {@code epoch}, {@code to}, {@code reason}. */
  public static final String VOTE_REFUSED = "vote-refused";

  /** The tracker was heard, told at most once a second: {@code epoch}, {@code from}, {@code at}. */
  public static final String HEARTBEAT = "heartbeat";

  /** The tracker should have been heard again: {@code epoch}, {@code since} in seconds. */
  public static final String HEARTBEAT_MISSED = "heartbeat-missed";

  /** A member has a content: {@code root}, {@code member}. */
  public static final String HOLDER_ADDED = "holder-added";

  /** A member has a content no more: {@code root}, {@code member}. */
  public static final String HOLDER_GONE = "holder-gone";

  /** A share came, went or changed its state: {@code share}; {@code removed} if it went. */
  public static final String SHARE_CHANGED = "share-changed";

  /** Hashing goes on: {@code files}, {@code bytes}, {@code waitingFiles}, {@code timeLeft}. */
  public static final String SHARE_PROGRESS = "share-progress";

  /** All transfers together, once a second: {@code down}, {@code up}, {@code active}. */
  public static final String TOTALS = "totals";

  /** A saved search found something new: {@code search}, {@code results}. */
  public static final String SEARCH_HIT = "search-hit";

  /** Somebody is served no more: {@code id}, {@code peer}, {@code by} us or the peer. */
  public static final String CHOKED = "choked";

  /** Somebody is served from now on: {@code id}, {@code peer}, {@code by}. */
  public static final String UNCHOKED = "unchoked";

  /** Somebody wants what the other has: {@code id}, {@code peer}, {@code by}. */
  public static final String INTERESTED = "interested";

  /** Somebody wants nothing any more: {@code id}, {@code peer}, {@code by}. */
  public static final String UNINTERESTED = "uninterested";

  /** Pieces are here: {@code id}, {@code piece}, {@code pieces} of the same moment. */
  public static final String PIECE_VERIFIED = "piece-verified";

  /** Whom a transfer deals with changed: {@code id}, {@code peers}. */
  public static final String PEERS = "peers";

  /** A transfer went on or changed its state: {@code transfer}, a {@link Transfer}. */
  public static final String TRANSFER = "transfer";

  /** A transfer is no more: {@code id}. */
  public static final String TRANSFER_REMOVED = "transfer-removed";

  /** Some events are gone: ask for the whole picture again. */
  public static final String MISSED = "missed";
}
