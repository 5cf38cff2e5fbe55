package minibit.cli.simulate;

import java.io.IOException;
import java.nio.file.Files;
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
import minibit.sim.Comparison;
import minibit.sim.Engine;
import minibit.sim.Scenario;
import minibit.sim.SimulationSettings;
import minibit.sim.Strategy;
import minibit.sim.report.HtmlReport;
import minibit.sim.report.Pictures;
import org.jspecify.annotations.Nullable;

/** {@code simulate SCENARIO}: strategies compared in virtual time. */
public final class SimulateCommand implements Command {
  /** Pieces that peers fetch in one run: 100,000 peers with 200 each, some minutes of one core. */
  private static final long MOST_FETCHED = 20_000_000;

  /** Runs of one command: every strategy with every seed. */
  private static final int MOST_RUNS = 1_000;

  private static final long MOST_BYTES = 1L << 40;

  private String scenario = "";
  private int peers = 30;
  private long seed = 1;
  private int seeds = 1;
  private Long size = 32L << 20;
  private int pieces;
  private List<String> pickers = List.of("rarest");
  private List<String> chokers = List.of("tit-for-tat");
  private List<String> naive = List.of();
  private @Nullable String engine;
  private Long seederUp = 2L << 20;
  private Long up = 1L << 20;
  private Long down = 8L << 20;
  private double freeRiders = 0.25;
  private double local;
  private @Nullable Path html;
  private @Nullable Path svg;
  private String chart = "completion";

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
    Pictures.Kind kind =
        Pictures.Kind.ofWord(chart)
            .orElseThrow(() -> new CliException(ExitCode.USAGE, "no-such-chart", chart));
    List<Strategy> strategies = new StrategyWords(pickers, chokers, naive).strategies();
    SimulationSettings settings = settings();
    checkSize(settings, strategies.size());
    StrategyWords.checkPlayable(chosen, settings, strategies);
    Comparison comparison;
    try {
      comparison = compare(context, chosen, settings, strategies);
    } catch (CancellationException _) {
      return ExitCode.INTERRUPTED;
    }
    write(context, comparison, kind);
    if (context.output().isJson()) {
      context.output().json(comparison.toMap());
    } else {
      new SimulationText(context).print(comparison);
    }
    boolean all = comparison.rows().stream().allMatch(Comparison.Row::everybodyCompleted);
    return all ? ExitCode.OK : ExitCode.FAILURE;
  }

  private SimulationSettings settings() throws CliException {
    SimulationSettings standard = SimulationSettings.defaults(seed);
    if (!(freeRiders >= 0 && freeRiders < 1) || !(local >= 0 && local <= 1)) {
      throw new CliException(ExitCode.USAGE, "bad-share");
    }
    if (seederUp < 1 || up < 1 || down < 1) {
      throw new CliException(ExitCode.USAGE, "bad-rates");
    }
    long bytes = pieces > 0 ? (long) pieces * standard.pieceLength() : size;
    if (peers < 1 || peers > SimulationSettings.MAX_PEERS || bytes < 1 || bytes > MOST_BYTES) {
      throw tooLarge();
    }
    return standard
        .withPeers(peers)
        .withTorrent(bytes, standard.pieceLength())
        .withRates(seederUp, up, down)
        .with(standard.circumstances().withFreeRiders(freeRiders).withLocal(local))
        .with(engine());
  }

  private Engine engine() throws CliException {
    return switch (engine) {
      case null -> Engine.BY_SIZE;
      case "wire" -> Engine.WIRE;
      case "pieces" -> Engine.PIECES;
      default -> throw new CliException(ExitCode.USAGE, "no-such-engine", engine);
    };
  }

  private void checkSize(SimulationSettings settings, int strategies) throws CliException {
    long many = settings.size() / settings.pieceLength() * peers;
    boolean onWire = settings.engine() == Engine.WIRE && peers > Engine.MOST_ON_WIRE;
    if (many > MOST_FETCHED || onWire || pieces < 0) {
      throw tooLarge();
    }
    if (seeds < 1 || (long) seeds * strategies > MOST_RUNS) {
      throw new CliException(ExitCode.USAGE, "too-many-runs", MOST_RUNS);
    }
  }

  private static CliException tooLarge() {
    return new CliException(
        ExitCode.USAGE,
        "simulation-too-large",
        SimulationSettings.MAX_PEERS,
        MOST_FETCHED,
        Engine.MOST_ON_WIRE);
  }

  private Comparison compare(
      Context context, Scenario chosen, SimulationSettings settings, List<Strategy> strategies)
      throws InterruptedException {
    SimulationProgress progress = new SimulationProgress(context);
    List<Long> all = LongStream.range(seed, seed + seeds).boxed().toList();
    // Large ones one after another, for each needs its memory.
    int threads = peers > Engine.MOST_ON_WIRE ? 1 : Runtime.getRuntime().availableProcessors();
    try {
      return Comparison.run(chosen, settings, strategies, all, threads, progress);
    } finally {
      progress.end();
    }
  }

  private void write(Context context, Comparison comparison, Pictures.Kind kind)
      throws CliException {
    ReportTexts texts = new ReportTexts(context);
    if (html != null) {
      write(html, HtmlReport.of(comparison, texts, command()));
    }
    if (svg != null) {
      write(svg, new Pictures(comparison, texts).alone(kind));
    }
  }

  private static void write(Path file, String text) throws CliException {
    try {
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new CliException(ExitCode.FAILURE, "report-not-written", file, failed.toString());
    }
  }

  /** What would give the same report, without what is standard. */
  private String command() {
    StringBuilder line = new StringBuilder("minibit simulate ").append(scenario);
    line.append(" --peers ").append(peers);
    line.append(pieces > 0 ? " --pieces " + pieces : " --size " + size);
    line.append(" --picker ").append(String.join(",", pickers));
    line.append(" --choker ").append(String.join(",", chokers));
    line.append(naive.isEmpty() ? "" : " --naive " + String.join(",", naive));
    line.append(" --seed ").append(seed).append(" --seeds ").append(seeds);
    line.append(" --seeder-up ").append(seederUp);
    line.append(" --up ").append(up).append(" --down ").append(down);
    line.append(engine == null ? "" : " --engine " + engine);
    line.append(" --free-riders ").append(freeRiders).append(" --local ").append(local);
    return line.toString();
  }
}
