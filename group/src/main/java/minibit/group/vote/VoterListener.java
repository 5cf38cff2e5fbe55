package minibit.group.vote;

import java.util.List;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.Change;

/**
 * Who wants to hear of what a voter applies. Called on the voter's own thread, in the order of the
 * log, and everything waits meanwhile: hand the work on.
 */
public interface VoterListener {
  /** Hears nothing. */
  VoterListener NONE = new VoterListener() {};

  /** An entry was applied. */
  default void onApplied(long index, CatalogueCommand command, List<Change> changes) {}

  /** The catalogue was replaced by a snapshot up to this entry: what was derived from it is old. */
  default void onReplaced(long index) {}

  /** Leader, term or configuration may have changed: look at {@link Voter#standing}. */
  default void onElection() {}

  /** A candidate asked for this voter's vote; called on the network's threads. */
  default void onVote(Vote vote) {}

  /** The log cannot be written any more, and why: this voter acknowledges nothing from now on. */
  default void onLogFailed(String reason) {}
}
