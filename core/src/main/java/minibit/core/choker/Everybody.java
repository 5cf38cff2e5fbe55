package minibit.core.choker;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import minibit.core.choker.ChokeDecision.Choice;
import minibit.core.choker.ChokeDecision.Why;
import minibit.core.session.PeerKey;

/** Serves all who are interested. */
record Everybody() implements ChokeStrategy {
  @Override
  public int regularSlots() {
    return Integer.MAX_VALUE;
  }

  @Override
  public ChokeDecision round(Instant now, List<Candidate> peers, boolean seeding) {
    Map<PeerKey, Choice> serve = new LinkedHashMap<>();
    for (Candidate peer : peers) {
      if (peer.interested()) {
        serve.put(peer.peer(), new Choice(peer.peer(), Why.BY_RULE));
      }
    }
    return ChokeDecision.of(peers, serve);
  }

  @Override
  public ChokeDecision fill(List<Candidate> peers) {
    ChokeDecision all = round(Instant.MIN, peers, false);
    return new ChokeDecision(all.serve(), all.unchoke(), List.of());
  }
}
