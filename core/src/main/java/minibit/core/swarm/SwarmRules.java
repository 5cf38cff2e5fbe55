package minibit.core.swarm;

import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;

/**
 * Which strategies a swarm follows. Downloads of real people use {@link #USUAL}; the others are
 * there to be compared with it, in the simulator and on test networks.
 *
 * @param picker which piece is begun next
 * @param choker whom we serve
 */
public record SwarmRules(PickRule picker, ChokeRule choker) {
  /** Rarest first, tit-for-tat. */
  public static final SwarmRules USUAL = new SwarmRules(PickRule.RAREST, ChokeRule.TIT_FOR_TAT);
}
