package minibit.daemon.fetch.model;

import java.util.List;

/**
 * What became of a change of many transfers.
 *
 * @param done transfers that took it
 * @param refused those that did not
 */
public record ChangeOutcome(int done, List<Refusal> refused) {
  /** Keeps a copy. */
  public ChangeOutcome {
    refused = List.copyOf(refused);
  }

  /** A transfer that did not take it, by the id it was asked for with, and why. */
  public record Refusal(String id, FetchException why) {}
}
