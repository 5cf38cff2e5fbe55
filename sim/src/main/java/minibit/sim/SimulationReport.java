package minibit.sim;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of a simulation.
 *
 * @param scenario which
 * @param seed of all chance: the same seed and settings give the same report
 * @param peers that wanted the torrent
 * @param pieces of the torrent
 * @param completed peers that got everything
 * @param bound seconds that a fluid would need for the last of them
 * @param last seconds until the last was complete, or until the simulation was given up
 * @param ratio {@code last} to {@code bound}
 * @param median seconds until half were complete, 0 if fewer were
 * @param entropy share of pairs of incomplete peers, over time, with something to trade
 * @param duplicateBytes of blocks that came twice
 * @param corruptBytes of pieces that did not pass their hash
 * @param controlBytes of all messages but blocks
 * @param seederLeft seconds until the seeder left, or -1 if it stayed
 * @param banned peers that banned the liar
 * @param messages of all kinds
 * @param digest the whole history in one number
 */
public record SimulationReport(
    Scenario scenario,
    long seed,
    int peers,
    int pieces,
    int completed,
    double bound,
    double last,
    double ratio,
    double median,
    double entropy,
    long duplicateBytes,
    long corruptBytes,
    long controlBytes,
    double seederLeft,
    int banned,
    long messages,
    String digest) {

  /** Whether everybody got everything. */
  public boolean everybodyCompleted() {
    return completed == peers;
  }

  /** The fields by name, in order: as the JSON of {@code simulate} has them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scenario", scenario.word());
    map.put("seed", seed);
    map.put("peers", peers);
    map.put("pieces", pieces);
    map.put("completed", completed);
    map.put("bound", bound);
    map.put("last", last);
    map.put("ratio", ratio);
    map.put("median", median);
    map.put("entropy", entropy);
    map.put("duplicateBytes", duplicateBytes);
    map.put("corruptBytes", corruptBytes);
    map.put("controlBytes", controlBytes);
    map.put("seederLeft", seederLeft);
    map.put("banned", banned);
    map.put("messages", messages);
    map.put("digest", digest);
    return map;
  }
}
