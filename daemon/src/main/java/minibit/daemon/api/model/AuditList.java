package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * Changes that were asked for by the API, the last first.
 *
 * @param total kept
 * @param entries the last of them
 */
public record AuditList(long total, List<Entry> entries) {
  /** The most that are told at once. */
  public static final int MAX = 500;

  /** Keeps a copy. */
  public AuditList {
    entries = List.copyOf(entries);
  }

  /**
   * A change.
   *
   * @param at when
   * @param who {@code token}, {@code page}, or the address of somebody who was neither
   * @param action lower-case words joined by hyphens, such as {@code transfer-removed}
   * @param subject what it was done to; empty if there is but one
   * @param result {@code done}, or the code of the failure
   */
  public record Entry(Instant at, String who, String action, String subject, String result) {}
}
