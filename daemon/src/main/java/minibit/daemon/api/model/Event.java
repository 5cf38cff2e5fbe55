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

  /** A transfer went on or changed its state: {@code transfer}, a {@link Transfer}. */
  public static final String TRANSFER = "transfer";

  /** A transfer is no more: {@code id}. */
  public static final String TRANSFER_REMOVED = "transfer-removed";

  /** Some events are gone: ask for the whole picture again. */
  public static final String MISSED = "missed";
}
