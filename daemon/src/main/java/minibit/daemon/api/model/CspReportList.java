package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * What browsers refused the page by its content policy: none, or the page has a fault, or somebody
 * tried to put something into it.
 *
 * @param total since the daemon started
 * @param reports the last of them, the newest first
 */
public record CspReportList(long total, List<Report> reports) {
  /** Keeps a copy. */
  public CspReportList {
    reports = List.copyOf(reports);
  }

  /**
   * One refusal, in the browser's words, each cut to a line's length.
   *
   * @param at when it was told
   * @param document the page
   * @param directive of the policy
   * @param blocked what was refused
   * @param source the script that wanted it
   * @param line in it, or 0
   * @param sample of it
   */
  public record Report(
      Instant at,
      String document,
      String directive,
      String blocked,
      String source,
      long line,
      String sample) {}
}
