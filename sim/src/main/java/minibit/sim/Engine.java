package minibit.sim;

/** How exactly a simulation is played. */
public enum Engine {
  /** Block by block up to {@link #MOST_ON_WIRE} peers, piece by piece above. */
  BY_SIZE,
  /** Whole production swarms that send each other messages, blocks of 16 KiB. */
  WIRE,
  /** Production pickers and chokers around pieces of one block, for very many peers. */
  PIECES;

  /** The most peers played block by block: each swarm takes about a megabyte by then. */
  public static final int MOST_ON_WIRE = 1_000;

  /** The engine that plays so many peers, never {@link #BY_SIZE}. */
  Engine chosen(int peers) {
    return switch (this) {
      case BY_SIZE -> peers <= MOST_ON_WIRE ? WIRE : PIECES;
      case WIRE, PIECES -> this;
    };
  }
}
