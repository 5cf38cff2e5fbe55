package minibit.cli.simulate;

import java.util.List;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.sim.Engine;
import minibit.sim.Scenario;
import minibit.sim.SimulationSettings;
import minibit.sim.Strategy;
import minibit.sim.pieces.PieceEngine;

/** What cannot be played, or not in a day: said before anything runs. */
final class SimulationLimits {
  /** Pieces that peers fetch in one run: 100,000 peers with 200 each, some minutes of one core. */
  static final long MOST_FETCHED = 20_000_000;

  /** Bytes a second: slower, a block of 16 KiB takes a good part of the 60 s that peers wait. */
  static final long LEAST_RATE = 1 << 10;

  /** Runs of one command: every strategy with every seed. */
  static final int MOST_RUNS = 1_000;

  /**
   * Blocks that peers fetch in one run of the engine wire: 1,000 peers with 4,000 pieces each, an
   * hour or two of one core.
   */
  static final long MOST_BLOCKS = 64_000_000;

  /** Bytes that a swarm of the engine wire takes, as measured, besides those of its pieces. */
  private static final long BYTES_A_SWARM = 1 << 20;

  /** Bytes that a swarm takes for each piece, whoever has it: its own, and its neighbours'. */
  private static final long BYTES_A_PIECE = 50;

  private SimulationLimits() {}

  static void checkPeers(int peers) throws CliException {
    if (peers < 1 || peers > SimulationSettings.MAX_PEERS) {
      throw new CliException(ExitCode.USAGE, "simulation-peers", SimulationSettings.MAX_PEERS);
    }
  }

  /** Bytes of the torrent as pieces, {@code --pieces} or out of {@code --size}. */
  static void checkPieces(long pieces) throws CliException {
    if (pieces < 1) {
      throw new CliException(ExitCode.USAGE, "simulation-pieces");
    }
    if (pieces > Geometry.MAX_PIECES) {
      throw new CliException(
          ExitCode.USAGE, "simulation-too-many-pieces", pieces, Geometry.MAX_PIECES);
    }
  }

  static void checkRuns(int seeds, int strategies) throws CliException {
    if (seeds < 1) {
      throw new CliException(ExitCode.USAGE, "simulation-seeds");
    }
    if ((long) seeds * strategies > MOST_RUNS) {
      throw new CliException(ExitCode.USAGE, "too-many-runs", MOST_RUNS);
    }
  }

  /** Whether {@code engine}, of those chosen, can play it. */
  static void checkEngine(
      Engine engine, Scenario scenario, SimulationSettings settings, List<Strategy> strategies)
      throws CliException {
    long pieces = pieces(settings.size(), settings.pieceLength());
    if (scenario == Scenario.LIAR
        && (engine != Engine.WIRE
            || strategies.stream().anyMatch(Strategy.Naive.class::isInstance))) {
      throw new CliException(ExitCode.USAGE, "liars-on-wire", Engine.MOST_ON_WIRE);
    }
    if (engine == Engine.WIRE && strategies.stream().anyMatch(Strategy::needsPieces)) {
      throw new CliException(ExitCode.USAGE, "super-seeding-by-pieces");
    }
    if (engine == Engine.WIRE && settings.peers() > Engine.MOST_ON_WIRE) {
      throw new CliException(ExitCode.USAGE, "too-many-on-wire", Engine.MOST_ON_WIRE);
    }
    if (engine == Engine.PIECES && pieces > PieceEngine.MOST_PIECES) {
      throw new CliException(ExitCode.USAGE, "too-many-by-pieces", pieces, PieceEngine.MOST_PIECES);
    }
    long fetched = pieces * settings.peers();
    long blocks = fetched * (settings.pieceLength() / Block.SIZE);
    if (engine == Engine.WIRE && blocks > MOST_BLOCKS) {
      throw new CliException(
          ExitCode.USAGE,
          "too-many-blocks",
          settings.peers(),
          pieces,
          blocks,
          MOST_BLOCKS,
          mebibytes(settings.peers(), pieces));
    }
    if (fetched > MOST_FETCHED) {
      throw new CliException(
          ExitCode.USAGE, "simulation-too-large", settings.peers(), pieces, fetched, MOST_FETCHED);
    }
  }

  /** What the engine wire takes of memory, about. */
  private static long mebibytes(int peers, long pieces) {
    return peers * (BYTES_A_SWARM + BYTES_A_PIECE * pieces) >> 20;
  }

  /** So many pieces have so many bytes, the last perhaps short. */
  static long pieces(long bytes, int pieceLength) {
    return bytes / pieceLength + (bytes % pieceLength == 0 ? 0 : 1);
  }
}
