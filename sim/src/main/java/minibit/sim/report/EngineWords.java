package minibit.sim.report;

import java.util.stream.Collectors;
import minibit.sim.Comparison;
import minibit.sim.Model;

/** Says what played a comparison: one engine, and for naive ways a model of their own. */
public final class EngineWords {
  private EngineWords() {}

  /** A sentence for each model, in the order of the rows. */
  public static String of(Comparison comparison, Texts texts) {
    return comparison.rows().stream()
        .map(row -> row.typical().engine())
        .distinct()
        .map(model -> word(model, texts))
        .collect(Collectors.joining(" "));
  }

  private static String word(Model model, Texts texts) {
    return switch (model) {
      case WIRE -> texts.text("engine.wire");
      case PIECES -> texts.text("engine.pieces");
      case NAIVE -> texts.text("engine.naive");
    };
  }
}
