package minibit.sim;

import java.time.Duration;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.core.swarm.SwarmRules;
import minibit.core.swarm.SwarmSettings;

/**
 * The measures of a simulation.
 *
 * @param seed of all chance
 * @param peers that want the torrent, the liar not counted
 * @param size bytes of the torrent
 * @param pieceLength bytes of its pieces
 * @param seederUp bytes a second the seeder sends at most
 * @param peerUp bytes a second each peer sends at most
 * @param peerDown bytes a second each peer takes at most
 * @param latency from each peer to the middle of the network
 * @param hop between a peer's loops and its swarm: with some, the two may pass each other
 * @param lies share of corrupt blocks among those the liar sends
 * @param plain every so-manieth peer is without the fast extension; 0: none
 * @param swarm how the swarms behave, and by which rules
 * @param circumstances what single scenarios vary
 * @param engine how exactly it is played
 */
public record SimulationSettings(
    long seed,
    int peers,
    long size,
    int pieceLength,
    long seederUp,
    long peerUp,
    long peerDown,
    Duration latency,
    Duration hop,
    double lies,
    int plain,
    SwarmSettings swarm,
    Circumstances circumstances,
    Engine engine) {
  /** The most peers: beyond, even a laboratory's memory ends. */
  public static final int MAX_PEERS = 100_000;

  /** Checks the numbers. */
  public SimulationSettings {
    if (peers < 1 || peers > MAX_PEERS) {
      throw new IllegalArgumentException("peers: " + peers);
    }
    if (size < 1 || pieceLength < Block.SIZE || (size - 1) / pieceLength >= Geometry.MAX_PIECES) {
      throw new IllegalArgumentException("no torrent: " + size + " by " + pieceLength);
    }
    if (seederUp < 1 || peerUp < 1 || peerDown < 1 || plain < 0) {
      throw new IllegalArgumentException("no network");
    }
  }

  /**
   * 30 peers with 1 MiB/s up and 8 down, a seeder with 2 MiB/s, 32 MiB in pieces of 256 KiB, 40 ms
   * round trips, every fourth peer without the fast extension.
   */
  public static SimulationSettings defaults(long seed) {
    return new SimulationSettings(
        seed,
        30,
        32L << 20,
        256 << 10,
        2L << 20,
        1L << 20,
        8L << 20,
        Duration.ofMillis(10),
        Duration.ZERO,
        0.2,
        4,
        SwarmSettings.DEFAULTS,
        Circumstances.DEFAULTS,
        Engine.BY_SIZE);
  }

  /** The same with another chance. */
  public SimulationSettings withSeed(long number) {
    return new SimulationSettings(
        number,
        peers,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        lies,
        plain,
        swarm,
        circumstances,
        engine);
  }

  /** The same with so many peers. */
  public SimulationSettings withPeers(int number) {
    return new SimulationSettings(
        seed,
        number,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        lies,
        plain,
        swarm,
        circumstances,
        engine);
  }

  /** The same with another torrent. */
  public SimulationSettings withTorrent(long bytes, int piece) {
    return new SimulationSettings(
        seed,
        peers,
        bytes,
        piece,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        lies,
        plain,
        swarm,
        circumstances,
        engine);
  }

  /** The same with another share of corrupt blocks. */
  public SimulationSettings withLies(double share) {
    return new SimulationSettings(
        seed,
        peers,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        share,
        plain,
        swarm,
        circumstances,
        engine);
  }

  /** The same with some time between loops and swarm. */
  public SimulationSettings withHop(Duration time) {
    return new SimulationSettings(
        seed,
        peers,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        time,
        lies,
        plain,
        swarm,
        circumstances,
        engine);
  }

  /** The same with other capacities. */
  public SimulationSettings withRates(long seeder, long up, long down) {
    return new SimulationSettings(
        seed,
        peers,
        size,
        pieceLength,
        seeder,
        up,
        down,
        latency,
        hop,
        lies,
        plain,
        swarm,
        circumstances,
        engine);
  }

  /** The same with swarms that follow other rules. */
  public SimulationSettings withRules(SwarmRules rules) {
    return new SimulationSettings(
        seed,
        peers,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        lies,
        plain,
        swarm.withRules(rules),
        circumstances,
        engine);
  }

  /** The same in other circumstances. */
  public SimulationSettings with(Circumstances other) {
    return new SimulationSettings(
        seed,
        peers,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        lies,
        plain,
        swarm,
        other,
        engine);
  }

  /** The same played by another engine. */
  public SimulationSettings with(Engine other) {
    return new SimulationSettings(
        seed,
        peers,
        size,
        pieceLength,
        seederUp,
        peerUp,
        peerDown,
        latency,
        hop,
        lies,
        plain,
        swarm,
        circumstances,
        other);
  }
}
