package minibit.cli.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.sim.Strategy;
import minibit.sim.plan.Baseline;

/** Strategies as they are typed: every picker with every choker, then the naive ways. */
record StrategyWords(List<String> pickers, List<String> chokers, List<String> naive) {
  /** Means all of a list. */
  private static final String ALL = "all";

  List<Strategy> strategies() throws CliException {
    List<Strategy> strategies = new ArrayList<>();
    for (String picker : all(pickers, pickerWords())) {
      for (String choker : all(chokers, chokerWords())) {
        strategies.add(strategy(picker, choker));
      }
    }
    for (String way : all(naive, words(Baseline.values()))) {
      strategies.add(
          new Strategy.Naive(
              Baseline.ofWord(way)
                  .orElseThrow(() -> unknown("no-such-naive", way, words(Baseline.values())))));
    }
    return strategies;
  }

  private static Strategy strategy(String picker, String choker) throws CliException {
    ChokeRule choke =
        ChokeRule.ofWord(choker)
            .filter(rule -> rule != ChokeRule.NOBODY)
            .orElseThrow(() -> unknown("no-such-choker", choker, chokerWords()));
    if (picker.equals(Strategy.SUPER_SEEDING)) {
      return new Strategy.Rules(PickRule.RAREST, choke, true);
    }
    PickRule pick =
        PickRule.ofWord(picker).orElseThrow(() -> unknown("no-such-picker", picker, pickerWords()));
    return new Strategy.Rules(pick, choke, false);
  }

  private static List<String> all(List<String> words, List<String> known) {
    return words.contains(ALL) ? known : words.stream().distinct().toList();
  }

  private static List<String> pickerWords() {
    List<String> words = new ArrayList<>(words(PickRule.values()));
    words.add(Strategy.SUPER_SEEDING);
    return words;
  }

  private static List<String> chokerWords() {
    List<String> words = new ArrayList<>(words(ChokeRule.values()));
    words.remove(ChokeRule.NOBODY.word());
    return words;
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static CliException unknown(String code, String word, List<String> known) {
    return new CliException(ExitCode.USAGE, code, word, String.join(", ", known));
  }
}
