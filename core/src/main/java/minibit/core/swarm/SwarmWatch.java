package minibit.core.swarm;

import minibit.core.choker.ChokeDecision;
import minibit.core.picker.PickWatch;
import minibit.core.session.PeerKey;

/**
 * Is told a swarm's choices as they are made, for people who want to see them. Decides nothing, and
 * must not call back. {@link #NONE} costs nothing.
 */
public interface SwarmWatch extends PickWatch {
  /** Watches nothing. */
  SwarmWatch NONE =
      new SwarmWatch() {
        @Override
        public boolean wantsPicks() {
          return false;
        }

        @Override
        public boolean wantsRounds() {
          return false;
        }

        @Override
        public void picked(int piece, long peer, Why why, int availability, int ties) {}

        @Override
        public void choked(ChokeDecision decision, boolean seeding) {}

        @Override
        public void availability(AvailabilityTable table) {}

        @Override
        public void suspected(int piece, PeerKey peer, boolean banned) {}
      };

  /** Whether unchoke decisions and availability tables are to be told. */
  default boolean wantsRounds() {
    return true;
  }

  /** Who is served from now on, and why. */
  void choked(ChokeDecision decision, boolean seeding);

  /**
   * How many pieces how many peers have; told every few seconds while pieces are needed and
   * something happens.
   */
  void availability(AvailabilityTable table);

  /** A peer sent part of a corrupt piece, and is banned if it was the only one. */
  void suspected(int piece, PeerKey peer, boolean banned);
}
