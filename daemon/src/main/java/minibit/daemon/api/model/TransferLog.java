package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * What happened to a transfer since the daemon started.
 *
 * @param lines the oldest first
 */
public record TransferLog(List<Line> lines) {
  /** Most lines in one answer. */
  public static final int MAX = 1_000;

  /** Keeps a copy. */
  public TransferLog {
    lines = List.copyOf(lines);
  }

  /**
   * One thing that happened.
   *
   * @param at when
   * @param text in English; may hold remote text, to be escaped before it is shown
   */
  public record Line(Instant at, String text) {}
}
