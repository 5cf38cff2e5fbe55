package minibit.daemon.api.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run of the laboratory.
 *
 * @param id names it
 * @param request what is played
 * @param state how far it is
 * @param progress part of the work that is done, 0 to 1
 * @param results one for each picker and choker, when it is done
 * @param problem why it failed
 */
public record LaboratoryRun(
    String id,
    LaboratoryRequest request,
    State state,
    double progress,
    List<Result> results,
    Optional<String> problem) {
  /** Keeps a copy. */
  public LaboratoryRun {
    results = List.copyOf(results);
  }

  /** How far a run is; in lower case in JSON. */
  public enum State {
    /** It goes on. */
    RUNNING,
    /** It came to its end. */
    DONE,
    /** It did not. */
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What came of one strategy. Times are seconds of the simulation's own time.
   *
   * @param picker its word
   * @param choker its word
   * @param bound until a fluid would be everywhere
   * @param last until the last peer was complete, or until the run was given up
   * @param ratio of the two; none if the run was given up
   * @param median from a peer's coming until it was complete, half of them sooner; none if the run
   *     was given up
   * @param entropy share of pairs of incomplete peers, over time, with something to trade; none if
   *     no such pair was seen
   * @param duplicateBytes of blocks that came twice
   * @param completion pairs: seconds, and how many were complete then
   */
  public record Result(
      String picker,
      String choker,
      double bound,
      double last,
      Optional<Double> ratio,
      Optional<Double> median,
      Optional<Double> entropy,
      long duplicateBytes,
      List<List<Double>> completion) {
    /** Keeps a copy. */
    public Result {
      completion = completion.stream().map(List::copyOf).toList();
    }
  }
}
