package minibit.sim.plan;

import java.util.List;
import minibit.sim.world.Sample;

/**
 * What an engine saw.
 *
 * @param fates of the guests, in the plan's order
 * @param elapsed seconds until it was over
 * @param firstCopy seconds until every piece was fetched by somebody, or -1
 * @param samples how much there was to trade
 * @param duplicate bytes of blocks that came twice
 * @param corrupt bytes of pieces that did not pass their hash
 * @param control bytes of all messages but blocks; 0 where there is no wire
 * @param messages of all kinds
 * @param crossed bytes from each site to each
 * @param seederLeft seconds until the seeder left, or -1 if it stayed
 * @param banned peers that banned a liar
 * @param digest the whole history in one number
 */
public record Outcome(
    List<Fate> fates,
    double elapsed,
    double firstCopy,
    List<Sample> samples,
    long duplicate,
    long corrupt,
    long control,
    long messages,
    long[][] crossed,
    double seederLeft,
    int banned,
    String digest) {
  /** Copies the lists. */
  public Outcome {
    fates = List.copyOf(fates);
    samples = List.copyOf(samples);
  }
}
