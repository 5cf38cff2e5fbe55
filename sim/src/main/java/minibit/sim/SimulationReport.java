package minibit.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import minibit.sim.plan.Fate;
import minibit.sim.plan.Outcome;
import minibit.sim.plan.Plan;
import minibit.sim.world.Sample;

/**
 * What came of a simulation. Times are seconds of its own time.
 *
 * @param scenario which
 * @param seed of all chance: the same seed and settings give the same report
 * @param strategy how pieces and peers were chosen
 * @param engine what played it
 * @param peers that took part, the seeders and liars not counted
 * @param pieces of the torrent
 * @param expected peers that wanted everything and stayed for it
 * @param completed of those, who got everything
 * @param bound seconds that a fluid would need for the last of them
 * @param last seconds until the last was complete, or until the simulation was given up
 * @param ratio {@code last} to {@code bound}; none if the simulation was given up
 * @param median seconds from its coming until a peer was complete, half of them sooner; none if the
 *     simulation was given up
 * @param entropy share of pairs of incomplete peers, over time, with something to trade; none if no
 *     such pair was seen
 * @param entropyAfterFirstCopy the same once every piece was out
 * @param firstCopy seconds until every piece was fetched by somebody, or -1
 * @param fairness Jain's index of what contributors gave for each byte they took: 1 if all alike,
 *     none if nobody gave anything
 * @param contributors peers that upload
 * @param freeRiders peers that do not
 * @param duplicateBytes of blocks that came twice
 * @param corruptBytes of pieces that did not pass their hash
 * @param controlBytes of all messages but blocks
 * @param linkCopies copies of the torrent that went from each site (row) to each; empty if there is
 *     one site
 * @param seederLeft seconds until the seeder left, or -1 if it stayed
 * @param banned peers that banned the liar
 * @param messages of all kinds
 * @param completion how many were complete at which time
 * @param trade entropy over time
 * @param digest the whole history in one number
 */
public record SimulationReport(
    Scenario scenario,
    long seed,
    Strategy strategy,
    Model engine,
    int peers,
    int pieces,
    int expected,
    int completed,
    double bound,
    double last,
    OptionalDouble ratio,
    OptionalDouble median,
    OptionalDouble entropy,
    OptionalDouble entropyAfterFirstCopy,
    double firstCopy,
    OptionalDouble fairness,
    Group contributors,
    Group freeRiders,
    long duplicateBytes,
    long corruptBytes,
    long controlBytes,
    List<List<Double>> linkCopies,
    double seederLeft,
    int banned,
    long messages,
    List<Point> completion,
    List<Point> trade,
    String digest) {

  /** The most points of a curve: a chart has no more pixels. */
  private static final int MOST_POINTS = 400;

  /** Some of the peers. Times as in the report; no median of nobody. */
  public record Group(int peers, int completed, OptionalDouble median, double last) {}

  /** One point of a curve. */
  public record Point(double seconds, double value) {}

  static SimulationReport of(
      Scenario scenario,
      SimulationSettings settings,
      Strategy strategy,
      Plan plan,
      Outcome outcome) {
    List<Fate> fates = outcome.fates();
    Group all = group(outcome, fate -> true);
    double bound = plan.bound();
    return new SimulationReport(
        scenario,
        settings.seed(),
        strategy,
        strategy.model(settings.engine()),
        settings.peers(),
        plan.pieces(),
        all.peers(),
        all.completed(),
        bound,
        all.last(),
        all.completed() == all.peers()
            ? OptionalDouble.of(all.last() / bound)
            : OptionalDouble.empty(),
        all.median(),
        Sample.entropy(outcome.samples(), 0),
        outcome.firstCopy() < 0
            ? OptionalDouble.empty()
            : Sample.entropy(outcome.samples(), outcome.firstCopy()),
        outcome.firstCopy(),
        fairness(fates),
        group(outcome, fate -> !fate.guest().spec().rides()),
        group(outcome, fate -> fate.guest().spec().rides()),
        outcome.duplicate(),
        outcome.corrupt(),
        outcome.control(),
        copies(outcome.crossed(), plan.size()),
        outcome.seederLeft(),
        outcome.banned(),
        outcome.messages(),
        completion(fates),
        thin(
            outcome.samples().stream()
                .filter(sample -> sample.pairs() > 0)
                .map(
                    sample ->
                        new Point(sample.seconds(), (double) sample.interested() / sample.pairs()))
                .toList()),
        outcome.digest());
  }

  /** Whether everybody who stayed for it got everything. */
  public boolean everybodyCompleted() {
    return completed == expected;
  }

  /** The fields by name, in order: as the JSON of {@code simulate} has them, none as null. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scenario", scenario.word());
    map.put("seed", seed);
    map.putAll(strategy.toMap());
    map.put("engine", engine.word());
    map.put("peers", peers);
    map.put("pieces", pieces);
    map.put("expected", expected);
    map.put("completed", completed);
    map.put("bound", bound);
    map.put("last", last);
    map.put("ratio", ratio);
    map.put("median", median);
    map.put("entropy", entropy);
    map.put("entropyAfterFirstCopy", entropyAfterFirstCopy);
    map.put("firstCopy", firstCopy);
    map.put("fairness", fairness);
    map.put("contributors", map(contributors));
    map.put("freeRiders", map(freeRiders));
    map.put("duplicateBytes", duplicateBytes);
    map.put("corruptBytes", corruptBytes);
    map.put("controlBytes", controlBytes);
    map.put("linkCopies", linkCopies);
    map.put("seederLeft", seederLeft);
    map.put("banned", banned);
    map.put("messages", messages);
    map.put("completion", pairs(completion));
    map.put("trade", pairs(trade));
    map.put("digest", digest);
    return map;
  }

  static Map<String, Object> map(Group group) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("peers", group.peers());
    map.put("completed", group.completed());
    map.put("median", group.median());
    map.put("last", group.last());
    return map;
  }

  /** Curves as JSON has them: {@code [[t, value], ...]}. */
  public static List<List<Double>> pairs(List<Point> points) {
    return points.stream().map(point -> List.of(point.seconds(), point.value())).toList();
  }

  private static Group group(Outcome outcome, Predicate<Fate> which) {
    List<Fate> wanted =
        outcome.fates().stream().filter(fate -> fate.guest().isExpected()).filter(which).toList();
    List<Fate> done = wanted.stream().filter(Fate::isComplete).toList();
    double[] took = done.stream().mapToDouble(Fate::took).sorted().toArray();
    if (done.size() < wanted.size()) {
      return new Group(wanted.size(), done.size(), OptionalDouble.empty(), outcome.elapsed());
    }
    double last = done.stream().mapToDouble(Fate::completed).max().orElse(0);
    OptionalDouble median =
        took.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(took[(took.length - 1) / 2]);
    return new Group(wanted.size(), done.size(), median, last);
  }

  private static OptionalDouble fairness(List<Fate> fates) {
    double[] shares =
        fates.stream()
            .filter(fate -> fate.guest().isExpected() && !fate.guest().spec().rides())
            .filter(fate -> fate.taken() > 0)
            .mapToDouble(fate -> (double) fate.given() / fate.taken())
            .toArray();
    double sum = Arrays.stream(shares).sum();
    double squares = Arrays.stream(shares).map(share -> share * share).sum();
    return squares == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sum * sum / (shares.length * squares));
  }

  private static List<List<Double>> copies(long[][] crossed, long size) {
    List<List<Double>> rows = new ArrayList<>();
    for (long[] row : crossed) {
      rows.add(Arrays.stream(row).mapToObj(bytes -> (double) bytes / size).toList());
    }
    return rows.size() == 1 ? List.of() : rows;
  }

  private static List<Point> completion(List<Fate> fates) {
    double[] times =
        fates.stream().filter(Fate::isComplete).mapToDouble(Fate::completed).sorted().toArray();
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    for (int i = 0; i < times.length; i++) {
      points.add(new Point(times[i], i + 1.0));
    }
    return thin(points);
  }

  /** The first, the last, and evenly many between them. */
  private static List<Point> thin(List<Point> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<Point> few = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      few.add(points.get((int) ((long) i * (points.size() - 1) / (MOST_POINTS - 1))));
    }
    return few;
  }
}
