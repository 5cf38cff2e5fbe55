package minibit.core.picker;

/** Which piece to begin next with a peer. */
interface PieceOrder {
  /** A piece to begin that this peer has, or -1 if there is none. Begins nothing. */
  int choose(Puller peer);
}
