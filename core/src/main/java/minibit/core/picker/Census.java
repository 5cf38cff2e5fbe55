package minibit.core.picker;

import minibit.core.piece.Bitfield;

/**
 * Knows what the neighbours have, and counts when it is asked. For an owner of very many pickers
 * who keeps everyone's pieces in one place anyway, and for whom a book of every piece for every
 * picker is too much: a simulator. Not changed by asking.
 */
public interface Census {
  /** How many neighbours have this piece. */
  int availability(int piece);

  /**
   * One of the pieces in both sets that fewest neighbours have, by chance among equals; -1 if the
   * two have none in common.
   */
  int rarest(Bitfield pickable, Bitfield has);
}
