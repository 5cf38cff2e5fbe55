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
  /** A member came: {@code member}, a {@link MemberRef}. */
  public static final String MEMBER_JOINED = "member-joined";

  /** A member said goodbye: {@code member}. */
  public static final String MEMBER_LEFT = "member-left";

  /** A member was not heard for its lease: {@code member}. */
  public static final String MEMBER_LOST = "member-lost";

  /** Another tracker is in office, or none: {@code tracker} or null, {@code epoch}. */
  public static final String TRACKER_CHANGED = "tracker-changed";

  /** A content that is being fetched has one more holder: {@code id} of the content. */
  public static final String HOLDER_ADDED = "holder-added";

  /** A transfer went on or changed its state: {@code transfer}, a {@link Transfer}. */
  public static final String TRANSFER = "transfer";

  /** Some events are gone: ask for the whole picture again. */
  public static final String MISSED = "missed";
}
