package minibit.daemon.api.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing to do with many transfers: those of {@code ids}, or those that {@code all} describes.
 *
 * @param action what to do
 * @param ids whole ids; empty if {@code all} is given
 * @param all which ones; empty if {@code ids} are given
 * @param data for {@code remove}: whether to delete what was fetched, too
 * @param up for {@code limit}: bytes a second sent; empty for no limit
 * @param down for {@code limit}: bytes a second received; empty for no limit
 * @param priority for {@code priority}
 */
public record TransferAction(
    Kind action,
    List<String> ids,
    Optional<All> all,
    boolean data,
    Optional<Long> up,
    Optional<Long> down,
    Optional<Priority> priority) {
  /** Most ids in one request: more are better described by {@code all}. */
  public static final int MAX_IDS = 10_000;

  /** Keeps a copy. */
  public TransferAction {
    ids = List.copyOf(ids);
  }

  /** Something done with transfers and told nothing more. */
  public static TransferAction of(Kind action, List<String> ids) {
    return new TransferAction(
        action, ids, Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What can be done; in lower case in JSON. */
  public enum Kind {
    /** Stops them until they are resumed. */
    PAUSE,
    /** Lets paused and failed ones go on. */
    RESUME,
    /** Forgets them. */
    REMOVE,
    /** Bounds the speed of each. */
    LIMIT,
    /** Gives them their turn before or after others. */
    PRIORITY,
    /** Reads and hashes again what lies there. */
    VERIFY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Every transfer that fits, now.
   *
   * @param q part of the name; empty for any
   * @param state of them; empty for any
   */
  public record All(String q, Optional<TransferFilter> state) {}
}
