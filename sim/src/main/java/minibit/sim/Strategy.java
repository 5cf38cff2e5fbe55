package minibit.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.sim.plan.Baseline;

/** How pieces and peers are chosen in one run. */
public sealed interface Strategy {
  /** What downloads of real people use. */
  Strategy USUAL = new Rules(PickRule.RAREST, ChokeRule.TIT_FOR_TAT, false);

  /** The picker's word, or the baseline's. */
  String picker();

  /** The choker's word. */
  String choker();

  /** What {@link #picker} is called with super-seeding. */
  String SUPER_SEEDING = "super-seeding";

  /**
   * A swarm whose peers all follow these rules.
   *
   * @param pick which piece next
   * @param choke whom to serve
   * @param superSeeding whether the seeder shows its pieces one by one (BEP 16), with rarest first
   */
  record Rules(PickRule pick, ChokeRule choke, boolean superSeeding) implements Strategy {
    /** Checks the combination. */
    public Rules {
      if (superSeeding && pick != PickRule.RAREST) {
        throw new IllegalArgumentException("super-seeding goes with rarest first");
      }
    }

    @Override
    public String picker() {
      return superSeeding ? SUPER_SEEDING : pick.word();
    }

    @Override
    public String choker() {
      return choke.word();
    }
  }

  /** No swarm at all. */
  record Naive(Baseline baseline) implements Strategy {
    @Override
    public String picker() {
      return baseline.word();
    }

    @Override
    public String choker() {
      return ChokeRule.NONE.word();
    }
  }

  /** Whether only {@link Engine#PIECES} can play it. */
  default boolean needsPieces() {
    return switch (this) {
      case Rules rules -> rules.superSeeding();
      case Naive _ -> false;
    };
  }

  /** What plays it where the swarms are played by this engine, of those chosen. */
  default Model model(Engine engine) {
    return switch (this) {
      case Rules _ -> engine == Engine.WIRE ? Model.WIRE : Model.PIECES;
      case Naive _ -> Model.NAIVE;
    };
  }

  /** For people: both words. */
  default String title() {
    return switch (this) {
      case Rules rules -> rules.picker() + " / " + rules.choker();
      case Naive naive -> naive.picker();
    };
  }

  /** The words as JSON has them. */
  default Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("picker", picker());
    map.put("choker", choker());
    return map;
  }
}
