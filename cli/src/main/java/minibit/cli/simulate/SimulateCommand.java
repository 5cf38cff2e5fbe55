package minibit.cli.simulate;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.sim.Circumstances;
import minibit.sim.Comparison;
import minibit.sim.Engine;
import minibit.sim.Scenario;
import minibit.sim.SimulationSettings;
import minibit.sim.Strategy;
import minibit.sim.report.Pictures;
import org.jspecify.annotations.Nullable;

/** {@code simulate SCENARIO}: strategies compared in virtual time. */
public final class SimulateCommand implements Command {
  private String scenario = "";
  private int peers = 30;
  private long seed = 1;
  private int seeds = 1;
  private Long size = 32L << 20;
  private @Nullable Integer pieces;
  private List<String> pickers = List.of("rarest");
  private List<String> chokers = List.of("tit-for-tat");
  private List<String> naive = List.of();
  private @Nullable String engine;
  private Long seederUp = 2L << 20;
  private Long up = 1L << 20;
  private Long down = 8L << 20;
  private @Nullable Double freeRiders;
  private @Nullable Double local;
  private @Nullable Path html;
  private @Nullable Path svg;
  private @Nullable String chart;

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.TEXT, "SCENARIO", value -> scenario = value);
    arguments.option(Kind.COUNT, "N", value -> peers = value, "--peers");
    arguments.option(Kind.NUMBER, "N", value -> seed = value, "--seed");
    arguments.option(Kind.COUNT, "N", value -> seeds = value, "--seeds");
    arguments.option(Kind.SIZE, "BYTES", value -> size = value, "--size");
    arguments.option(Kind.COUNT, "N", value -> pieces = value, "--pieces");
    arguments.listed(Kind.TEXT, "RULE", values -> pickers = values, "--picker");
    arguments.listed(Kind.TEXT, "RULE", values -> chokers = values, "--choker");
    arguments.listed(Kind.TEXT, "WAY", values -> naive = values, "--naive");
    arguments.option(Kind.TEXT, "wire|pieces", value -> engine = value, "--engine");
    arguments.option(Kind.SIZE, "BYTES", value -> seederUp = value, "--seeder-up");
    arguments.option(Kind.SIZE, "BYTES", value -> up = value, "--up");
    arguments.option(Kind.SIZE, "BYTES", value -> down = value, "--down");
    arguments.option(Kind.SHARE, "SHARE", value -> freeRiders = value, "--free-riders");
    arguments.option(Kind.SHARE, "SHARE", value -> local = value, "--local");
    arguments.option(Kind.PATH, "FILE", value -> html = value, "--html");
    arguments.option(Kind.PATH, "FILE", value -> svg = value, "--svg");
    arguments.option(Kind.TEXT, "KIND", value -> chart = value, "--chart");
  }

  @Override
  public int run(Context context) throws Exception {
    Scenario chosen =
        Scenario.ofWord(scenario)
            .orElseThrow(() -> new CliException(ExitCode.USAGE, "no-such-scenario", scenario));
    checkFlags(chosen);
    ReportFiles files = new ReportFiles(html, svg, kind());
    List<Strategy> strategies = new StrategyWords(pickers, chokers, naive).strategies();
    SimulationLimits.checkRuns(seeds, strategies.size());
    SimulationSettings asked = settings();
    Engine one = asked.engine().chosen(peers, strategies);
    SimulationLimits.checkEngine(one, chosen, asked, strategies);
    files.check();
    if (one != asked.engine().chosen(peers, List.of())) {
      context.output().note(context.text("simulate.all-by-pieces"));
    }
    Comparison comparison;
    try {
      comparison = compare(context, chosen, asked.with(one), strategies);
    } catch (CancellationException _) {
      return ExitCode.INTERRUPTED;
    }
    if (context.output().isJson()) {
      context.output().json(comparison.toMap());
    } else {
      new SimulationText(context).print(comparison);
    }
    files.write(comparison, new ReportTexts(context), command());
    boolean all = comparison.rows().stream().allMatch(Comparison.Row::everybodyCompleted);
    return all ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** What would change nothing is refused: somebody meant something by it. */
  private void checkFlags(Scenario chosen) throws CliException {
    if (freeRiders != null && chosen != Scenario.FREE_RIDERS) {
      throw new CliException(
          ExitCode.USAGE, "only-in-scenario", "--free-riders", Scenario.FREE_RIDERS.word());
    }
    if (local != null && chosen != Scenario.LOCALITY) {
      throw new CliException(
          ExitCode.USAGE, "only-in-scenario", "--local", Scenario.LOCALITY.word());
    }
    if (chart != null && svg == null) {
      throw new CliException(ExitCode.USAGE, "chart-without-svg");
    }
  }

  private Pictures.Kind kind() throws CliException {
    String word = chart == null ? Pictures.Kind.COMPLETION.word() : chart;
    return Pictures.Kind.ofWord(word)
        .orElseThrow(() -> new CliException(ExitCode.USAGE, "no-such-chart", word));
  }

  private SimulationSettings settings() throws CliException {
    SimulationSettings standard = SimulationSettings.defaults(seed);
    Circumstances circumstances = circumstances(standard.circumstances());
    if (Math.min(seederUp, Math.min(up, down)) < SimulationLimits.LEAST_RATE) {
      throw new CliException(ExitCode.USAGE, "bad-rates");
    }
    if (size < 1) {
      throw new CliException(ExitCode.USAGE, "simulation-size");
    }
    SimulationLimits.checkPeers(peers);
    SimulationLimits.checkPieces(
        pieces == null ? SimulationLimits.pieces(size, standard.pieceLength()) : pieces);
    long bytes = pieces == null ? size : (long) pieces * standard.pieceLength();
    return standard
        .withPeers(peers)
        .withTorrent(bytes, standard.pieceLength())
        .withRates(seederUp, up, down)
        .with(circumstances)
        .with(engine());
  }

  private Circumstances circumstances(Circumstances standard) throws CliException {
    double riding = freeRiders == null ? standard.freeRiders() : freeRiders;
    double near = local == null ? standard.local() : local;
    if (!(riding >= 0 && riding < 1) || !(near >= 0 && near <= 1)) {
      throw new CliException(ExitCode.USAGE, "bad-share");
    }
    return standard.withFreeRiders(riding).withLocal(near);
  }

  private Engine engine() throws CliException {
    return switch (engine) {
      case null -> Engine.BY_SIZE;
      case "wire" -> Engine.WIRE;
      case "pieces" -> Engine.PIECES;
      default -> throw new CliException(ExitCode.USAGE, "no-such-engine", engine);
    };
  }

  private Comparison compare(
      Context context, Scenario chosen, SimulationSettings settings, List<Strategy> strategies)
      throws InterruptedException {
    SimulationProgress progress = new SimulationProgress(context);
    List<Long> all = LongStream.iterate(seed, one -> one + 1).limit(seeds).boxed().toList();
    // Large ones one after another, for each needs its memory.
    int threads = peers > Engine.MOST_ON_WIRE ? 1 : Runtime.getRuntime().availableProcessors();
    try {
      return Comparison.run(chosen, settings, strategies, all, threads, progress);
    } finally {
      progress.end();
    }
  }

  /** What would give the same report. */
  private String command() {
    StringBuilder line = new StringBuilder("minibit simulate ").append(scenario);
    line.append(" --peers ").append(peers);
    line.append(pieces == null ? " --size " + size : " --pieces " + pieces);
    line.append(" --picker ").append(String.join(",", pickers));
    line.append(" --choker ").append(String.join(",", chokers));
    line.append(naive.isEmpty() ? "" : " --naive " + String.join(",", naive));
    line.append(" --seed ").append(seed).append(" --seeds ").append(seeds);
    line.append(" --seeder-up ").append(seederUp);
    line.append(" --up ").append(up).append(" --down ").append(down);
    line.append(engine == null ? "" : " --engine " + engine);
    line.append(freeRiders == null ? "" : " --free-riders " + freeRiders);
    line.append(local == null ? "" : " --local " + local);
    return line.toString();
  }
}
