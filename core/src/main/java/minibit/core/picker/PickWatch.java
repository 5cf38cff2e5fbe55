package minibit.core.picker;

/** Is told each choice of a piece, if it wants to be. Decides nothing. */
public interface PickWatch {
  /** Watches nothing. */
  PickWatch NONE = (piece, peer, why, availability, ties) -> {};

  /** Why a piece was chosen. */
  enum Why {
    /** Fewest peers have it. */
    RAREST,
    /** Any piece, because none is complete yet and one is needed to trade with. */
    RANDOM_FIRST,
    /** The lowest index, as the user wishes. */
    SEQUENTIAL,
    /** As rare as any, and the peer proposed it. */
    SUGGESTED,
    /** The peer serves it although it chokes us. */
    ALLOWED_FAST,
    /** It was begun, and who held it is gone or too slow. */
    BEGUN,
    /** Everything is asked for; asked a second time of another peer. */
    ENDGAME,
  }

  /** Whether choices are to be told; counting ties costs time. */
  default boolean wantsPicks() {
    return this != NONE;
  }

  /**
   * A piece was chosen.
   *
   * @param peer number of the connection whose peer is asked
   * @param availability how many peers have the piece
   * @param ties how many pieces of this peer were equally good, this one included: of like rarity,
   *     of like priority for a random first piece, of the same kind for what is allowed or begun;
   *     in endgame, how many blocks could be asked a second time
   */
  void picked(int piece, long peer, Why why, int availability, int ties);
}
