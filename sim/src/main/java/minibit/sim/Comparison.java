package minibit.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import minibit.sim.SimulationReport.Group;

/**
 * One scenario under several strategies with several seeds, and the medians. The same seeds give
 * every strategy the same peers at the same times.
 *
 * @param scenario which
 * @param rows one for each strategy, in the order asked for
 */
public record Comparison(Scenario scenario, List<Row> rows) {
  /** Copies the rows. */
  public Comparison {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("nothing to compare");
    }
  }

  /**
   * What came of one strategy.
   *
   * @param runs one for each seed, in order; at least one
   */
  public record Row(Strategy strategy, List<SimulationReport> runs) {
    /** Copies the runs. */
    public Row {
      runs = List.copyOf(runs);
    }

    /** The median over the seeds; of an even number the lower of the two in the middle. */
    public double median(ToDoubleFunction<SimulationReport> value) {
      double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
      return sorted[(sorted.length - 1) / 2];
    }

    /** The same of what not every run has: none unless all of them have it. */
    public OptionalDouble measured(Function<SimulationReport, OptionalDouble> value) {
      boolean all = runs.stream().map(value).allMatch(OptionalDouble::isPresent);
      return all
          ? OptionalDouble.of(median(run -> value.apply(run).orElseThrow()))
          : OptionalDouble.empty();
    }

    /** When the last was complete: none if not everybody was. */
    public OptionalDouble last() {
      return everybodyCompleted()
          ? OptionalDouble.of(median(SimulationReport::last))
          : OptionalDouble.empty();
    }

    /** When every piece was out once: none if in some run one never was. */
    public OptionalDouble firstCopy() {
      return runs.stream().allMatch(run -> run.firstCopy() >= 0)
          ? OptionalDouble.of(median(SimulationReport::firstCopy))
          : OptionalDouble.empty();
    }

    /** The run whose last peer came in the middle: its curves stand for all. */
    public SimulationReport typical() {
      List<SimulationReport> sorted =
          runs.stream().sorted(Comparator.comparingDouble(SimulationReport::last)).toList();
      return sorted.get((sorted.size() - 1) / 2);
    }

    /** Whether in every run everybody got everything. */
    public boolean everybodyCompleted() {
      return runs.stream().allMatch(SimulationReport::everybodyCompleted);
    }

    /**
     * The keys of a report. Of several runs it is the typical one's, {@code seed} and {@code
     * digest} included, with medians where there are numbers to take them of.
     */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(typical().toMap());
      if (runs.size() == 1) {
        return map;
      }
      map.put("seeds", runs.stream().map(SimulationReport::seed).toList());
      map.put("completed", (int) median(SimulationReport::completed));
      map.put("bound", median(SimulationReport::bound));
      map.put("last", median(SimulationReport::last));
      map.put("ratio", measured(SimulationReport::ratio));
      map.put("median", measured(SimulationReport::median));
      map.put("entropy", measured(SimulationReport::entropy));
      map.put("entropyAfterFirstCopy", measured(SimulationReport::entropyAfterFirstCopy));
      map.put("firstCopy", median(SimulationReport::firstCopy));
      map.put("fairness", measured(SimulationReport::fairness));
      map.put("contributors", SimulationReport.map(group(SimulationReport::contributors)));
      map.put("freeRiders", SimulationReport.map(group(SimulationReport::freeRiders)));
      map.put("duplicateBytes", (long) median(SimulationReport::duplicateBytes));
      map.put("runs", runs.stream().map(Row::brief).toList());
      return map;
    }

    /** The medians of one of the groups. */
    public Group group(Function<SimulationReport, Group> which) {
      return new Group(
          (int) median(run -> which.apply(run).peers()),
          (int) median(run -> which.apply(run).completed()),
          measured(run -> which.apply(run).median()),
          median(run -> which.apply(run).last()));
    }

    private static Map<String, Object> brief(SimulationReport run) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("seed", run.seed());
      map.put("last", run.last());
      map.put("ratio", run.ratio());
      map.put("median", run.median());
      map.put("entropy", run.entropy());
      map.put("digest", run.digest());
      return map;
    }
  }

  /** The keys of the first row; with several strategies all of them under {@code results}. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(rows.getFirst().toMap());
    if (rows.size() > 1) {
      map.put("results", rows.stream().map(Row::toMap).toList());
    }
    return map;
  }

  /**
   * Runs every strategy with every seed, all by one engine.
   *
   * @param threads how many runs at one time: each of them uses one, and memory of its own
   * @throws CancellationException if the watch says so
   * @throws minibit.sim.world.BrokenPromise if something happened that must never happen
   * @throws InterruptedException if the waiting thread is interrupted; what runs ends soon
   */
  public static Comparison run(
      Scenario scenario,
      SimulationSettings settings,
      List<Strategy> strategies,
      List<Long> seeds,
      int threads,
      Watch watch)
      throws InterruptedException {
    Engine engine = settings.engine().chosen(settings.peers(), strategies);
    Tally tally = new Tally(watch, strategies.size() * seeds.size());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<SimulationReport>> futures = new ArrayList<>();
      for (Strategy strategy : strategies) {
        for (long seed : seeds) {
          Watch part = tally.part(futures.size());
          SimulationSettings one = settings.with(engine).withSeed(seed);
          futures.add(pool.submit(() -> Simulation.run(scenario, one, strategy, part)));
        }
      }
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < strategies.size(); i++) {
        List<SimulationReport> runs = new ArrayList<>();
        for (int k = 0; k < seeds.size(); k++) {
          runs.add(result(futures.get(i * seeds.size() + k)));
        }
        rows.add(new Row(strategies.get(i), runs));
      }
      return new Comparison(scenario, rows);
    } finally {
      tally.stop();
      pool.shutdownNow();
    }
  }

  private static SimulationReport result(Future<SimulationReport> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException ours) {
        throw ours;
      }
      if (failed.getCause() instanceof Error grave) {
        throw grave;
      }
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** The share of all runs that is done, from whatever thread. */
  private static final class Tally {
    private final Watch whole;
    private final AtomicReferenceArray<Double> shares;
    private final AtomicInteger stopped = new AtomicInteger();

    Tally(Watch whole, int parts) {
      this.whole = whole;
      this.shares = new AtomicReferenceArray<>(parts);
      for (int i = 0; i < parts; i++) {
        shares.set(i, 0.0);
      }
    }

    void stop() {
      stopped.set(1);
    }

    Watch part(int number) {
      return new Watch() {
        @Override
        public void progress(double share) {
          shares.set(number, share);
          double sum = 0;
          for (int i = 0; i < shares.length(); i++) {
            sum += shares.get(i);
          }
          tell(sum / shares.length());
        }

        @Override
        public boolean isCancelled() {
          return stopped.get() > 0 || whole.isCancelled();
        }
      };
    }

    private synchronized void tell(double share) {
      whole.progress(share);
    }
  }
}
