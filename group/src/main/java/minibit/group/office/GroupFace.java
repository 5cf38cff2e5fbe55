package minibit.group.office;

import minibit.core.identity.GroupId;

/**
 * What a group shows of itself to others of its name.
 *
 * @param id random, for good
 * @param name as people call it
 * @param recovery how often it was recovered
 * @param grown whether it ever had a second member
 * @param closed whether it takes only the invited
 */
public record GroupFace(GroupId id, String name, int recovery, boolean grown, boolean closed) {
  /** What two groups that meet are to each other. */
  public enum Meeting {
    /** One group, seen twice. */
    SAME,
    /** Another name: they have nothing to do with each other. */
    STRANGERS,
    /** One of the two is closed: both stay. */
    APART,
    /** Ours gives way: its members join theirs. */
    WE_YIELD,
    /** Theirs gives way. */
    THEY_YIELD
  }

  /**
   * Which of two groups of a name stays. Both sides come to the same answer from the same two
   * faces: one that never had a second member yields to one that had; otherwise the lower id stays.
   */
  public Meeting meets(GroupFace other) {
    if (id.equals(other.id)) {
      return Meeting.SAME;
    }
    if (!name.equals(other.name)) {
      return Meeting.STRANGERS;
    }
    if (closed || other.closed) {
      return Meeting.APART;
    }
    if (grown != other.grown) {
      return grown ? Meeting.THEY_YIELD : Meeting.WE_YIELD;
    }
    return id.compareTo(other.id) < 0 ? Meeting.THEY_YIELD : Meeting.WE_YIELD;
  }
}
