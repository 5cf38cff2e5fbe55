package minibit.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.core.piece.Block;

/**
 * Runs a scenario under several strategies with one seed, one after another: what a page asks for.
 * Small on purpose, because a daemon does it beside its work. Uses the caller's thread alone.
 */
public final class Laboratory {
  /** The most peers of a run. */
  public static final int MAX_PEERS = Engine.MOST_ON_WIRE;

  /** The most pieces of a run. */
  public static final int MAX_PIECES = 1_000;

  /**
   * The most blocks that peers fetch in all runs of a request: some minutes of one core, which
   * plays about ten thousand a second.
   */
  public static final long MAX_BLOCKS = 2_000_000;

  /** The most strategies of one request. */
  public static final int MAX_STRATEGIES = 12;

  private static final int PIECE_LENGTH = SimulationSettings.defaults(0).pieceLength();
  private static final int BLOCKS_A_PIECE = PIECE_LENGTH / Block.SIZE;

  private Laboratory() {}

  /**
   * What is to be run: every picker with every choker.
   *
   * @param scenario which
   * @param peers 1 to {@link #MAX_PEERS}
   * @param pieces of 256 KiB, 1 to {@link #MAX_PIECES}
   * @param seed of all chance
   * @param pickers at least one
   * @param chokers at least one
   */
  public record Request(
      Scenario scenario,
      int peers,
      int pieces,
      long seed,
      List<PickRule> pickers,
      List<ChokeRule> chokers) {
    /** Checks the numbers. */
    public Request {
      pickers = List.copyOf(pickers);
      chokers = List.copyOf(chokers);
      if (peers < 1 || peers > MAX_PEERS || pieces < 1 || pieces > MAX_PIECES) {
        throw new IllegalArgumentException(
            "1 to " + MAX_PEERS + " peers and 1 to " + MAX_PIECES + " pieces");
      }
      int strategies = pickers.size() * chokers.size();
      if (strategies < 1 || strategies > MAX_STRATEGIES) {
        throw new IllegalArgumentException("1 to " + MAX_STRATEGIES + " strategies");
      }
      long blocks = (long) peers * pieces * BLOCKS_A_PIECE * strategies;
      if (blocks > MAX_BLOCKS) {
        throw new IllegalArgumentException(
            "peers times pieces times strategies may be "
                + MAX_BLOCKS / BLOCKS_A_PIECE
                + " at most, and is "
                + blocks / BLOCKS_A_PIECE
                + ": the command line plays more");
      }
      if (chokers.contains(ChokeRule.NOBODY)) {
        throw new IllegalArgumentException("where nobody serves nothing happens");
      }
    }
  }

  /**
   * One report for each strategy, pickers in the outer loop. The watch sees the share of all runs.
   *
   * @throws java.util.concurrent.CancellationException if the watch says so
   * @throws minibit.sim.world.BrokenPromise if something happened that must never happen
   */
  public static List<SimulationReport> run(Request request, Watch watch) {
    SimulationSettings standard = SimulationSettings.defaults(request.seed());
    SimulationSettings settings =
        standard
            .withPeers(request.peers())
            .withTorrent((long) request.pieces() * PIECE_LENGTH, PIECE_LENGTH);
    List<Strategy> strategies = new ArrayList<>();
    for (PickRule picker : request.pickers()) {
      for (ChokeRule choker : request.chokers()) {
        strategies.add(new Strategy.Rules(picker, choker, false));
      }
    }
    List<SimulationReport> reports = new ArrayList<>();
    for (Strategy strategy : strategies) {
      Watch part = new Part(watch, reports.size(), strategies.size());
      reports.add(Simulation.run(request.scenario(), settings, strategy, part));
    }
    return Collections.unmodifiableList(reports);
  }

  /** One run of several. */
  private record Part(Watch whole, int number, int of) implements Watch {
    @Override
    public void progress(double share) {
      whole.progress((number + share) / of);
    }

    @Override
    public boolean isCancelled() {
      return whole.isCancelled();
    }
  }
}
