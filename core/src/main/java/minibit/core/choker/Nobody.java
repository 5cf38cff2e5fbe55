package minibit.core.choker;

import java.time.Instant;
import java.util.List;

/** Serves nobody: what a free rider does. */
record Nobody() implements ChokeStrategy {
  @Override
  public int regularSlots() {
    return 0;
  }

  @Override
  public ChokeDecision round(Instant now, List<Candidate> peers, boolean seeding) {
    return ChokeDecision.NOTHING;
  }

  @Override
  public ChokeDecision fill(List<Candidate> peers) {
    return ChokeDecision.NOTHING;
  }
}
