package minibit.core.choker;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The known rules of whom to serve. All but the first are for comparison. */
public enum ChokeRule {
  /** Those who give most, and one by chance; a seeder in turns ({@link Choker}). The usual one. */
  TIT_FOR_TAT,
  /** Everyone in turn, whatever they give. */
  ROUND_ROBIN,
  /** By lot, each with as many lots as it gave bytes of late, and one slot by chance. */
  PROPORTIONAL_SHARE,
  /** Those to whom we owe most: what they gave less what they got (FairTorrent). */
  DEFICIT,
  /** Those who take fastest, and one by chance, as the first seeders did. */
  FASTEST_UPLOAD,
  /** No choking: all who are interested share the upload. */
  NONE,
  /** Nobody is ever served: a free rider. */
  NOBODY;

  /** As commands and reports call it: {@code tit-for-tat}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rule of that word. */
  public static Optional<ChokeRule> ofWord(String word) {
    return Arrays.stream(values()).filter(rule -> rule.word().equals(word)).findFirst();
  }

  /** A choker that follows this rule and has decided nothing yet. */
  public ChokeStrategy make(ChokerSettings settings, RandomGenerator random) {
    return switch (this) {
      case TIT_FOR_TAT -> new Choker(settings, random);
      case ROUND_ROBIN -> new RankedChoker(settings, random, new RoundRobin(random), 0);
      case PROPORTIONAL_SHARE ->
          new RankedChoker(
              settings, random, new ProportionalShare(random), settings.optimisticSlots());
      case DEFICIT -> new RankedChoker(settings, random, new Deficit(random), 0);
      case FASTEST_UPLOAD ->
          new RankedChoker(settings, random, new FastestUpload(), settings.optimisticSlots());
      case NONE -> new Everybody();
      case NOBODY -> new Nobody();
    };
  }
}
