package minibit.sim;

import java.util.List;

/** How exactly a simulation is played. */
public enum Engine {
  /**
   * Block by block up to {@link #MOST_ON_WIRE} peers, piece by piece above and where a strategy
   * needs it.
   */
  BY_SIZE,
  /** Whole production swarms that send each other messages, blocks of 16 KiB. */
  WIRE,
  /** Production pickers and chokers around pieces of one block, for very many peers. */
  PIECES;

  /** The most peers played block by block: each swarm takes about a megabyte by then. */
  public static final int MOST_ON_WIRE = 1_000;

  /**
   * The one engine that plays so many peers with all of these strategies, never {@link #BY_SIZE}:
   * what different engines play cannot be compared.
   */
  public Engine chosen(int peers, List<Strategy> strategies) {
    boolean small = peers <= MOST_ON_WIRE && strategies.stream().noneMatch(Strategy::needsPieces);
    return switch (this) {
      case BY_SIZE -> small ? WIRE : PIECES;
      case WIRE, PIECES -> this;
    };
  }
}
