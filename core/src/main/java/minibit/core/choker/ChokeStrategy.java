package minibit.core.choker;

import java.time.Instant;
import java.util.List;

/** Decides whom to serve, in rounds. Made by {@link ChokeRule#make}; one owner. */
public interface ChokeStrategy {
  /** Peers served by rule now, those tried by chance not counted. */
  int regularSlots();

  /**
   * Everyone to be served until the next round.
   *
   * @param seeding whether there is nothing we want of them
   */
  ChokeDecision round(Instant now, List<Candidate> peers, boolean seeding);

  /** Gives free slots away between rounds; nobody is choked. */
  ChokeDecision fill(List<Candidate> peers);
}
