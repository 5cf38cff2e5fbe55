package minibit.cli.command;

import minibit.cli.frame.ByteSize;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.sim.Scenario;
import minibit.sim.Simulation;
import minibit.sim.SimulationReport;
import minibit.sim.SimulationSettings;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code simulate SCENARIO}: real swarms in virtual time. */
@CommandLine.Command(name = "simulate")
public final class SimulateCommand implements Command {
  /** Beyond, a laptop's memory is full of peers that know each other. */
  private static final int MOST_PEERS = 2_000;

  private static final long MOST_BYTES = 16L << 30;

  @Parameters(paramLabel = "SCENARIO")
  private String scenario = "";

  @Option(names = "--peers", paramLabel = "N")
  private int peers = 30;

  @Option(names = "--seed", paramLabel = "N")
  private long seed = 1;

  @Option(names = "--size", paramLabel = "BYTES", converter = ByteSize.class)
  private Long size = 32L << 20;

  @Override
  public int run(Context context) throws Exception {
    Scenario chosen =
        Scenario.ofWord(scenario)
            .orElseThrow(() -> new CliException(ExitCode.USAGE, "no-such-scenario", scenario));
    if (peers < 1 || peers > MOST_PEERS || size < 1 || size > MOST_BYTES) {
      throw new CliException(ExitCode.USAGE, "simulation-too-large", MOST_PEERS);
    }
    SimulationSettings standard = SimulationSettings.defaults(seed);
    SimulationSettings settings =
        standard.withPeers(peers).withTorrent(size, standard.pieceLength());
    SimulationReport report = Simulation.run(chosen, settings);
    if (context.output().isJson()) {
      context.output().json(report.toMap());
    } else {
      print(context, report);
    }
    return report.everybodyCompleted() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static void print(Context context, SimulationReport report) {
    line(context, "simulate.completed", report.completed(), report.peers(), report.pieces());
    line(context, "simulate.time", report.last(), report.ratio(), report.bound());
    line(context, "simulate.median", report.median());
    line(context, "simulate.entropy", report.entropy());
    line(context, "simulate.duplicate", context.output().bytes(report.duplicateBytes()));
    if (report.seederLeft() >= 0) {
      line(context, "simulate.left", report.seederLeft());
    }
    if (report.scenario() == Scenario.LIAR) {
      String corrupt = context.output().bytes(report.corruptBytes());
      line(context, "simulate.liar", corrupt, report.banned());
    }
  }

  private static void line(Context context, String key, Object... values) {
    context.output().line(context.text(key, values));
  }
}
