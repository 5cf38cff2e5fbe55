package minibit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import minibit.core.choker.ChokeRule;
import minibit.core.picker.PickRule;
import minibit.sim.plan.Baseline;
import minibit.sim.report.Pictures;
import minibit.sim.report.Texts;
import org.junit.jupiter.api.Test;

/** What a picture must show, however different the strategies. */
class ChartsTest {
  private static final Texts KEYS =
      new Texts() {
        @Override
        public String text(String key) {
          return "<" + key + ">";
        }

        @Override
        public Locale locale() {
          return Locale.ENGLISH;
        }
      };

  private static Pictures pictures(List<Strategy> strategies) throws InterruptedException {
    SimulationSettings settings =
        SimulationSettings.defaults(1)
            .withPeers(6)
            .withTorrent(8L * (256 << 10), 256 << 10)
            .with(Engine.PIECES);
    List<Long> seeds = List.of(1L);
    Comparison all =
        Comparison.run(Scenario.FLASH_CROWD, settings, strategies, seeds, 1, Watch.NONE);
    return new Pictures(all, KEYS);
  }

  /** Polling takes a hundred times as long: the swarms must not become one line at the edge. */
  @Test
  void fastAndSlowAreBothSeen() throws InterruptedException {
    List<Strategy> both = List.of(Strategy.USUAL, new Strategy.Naive(Baseline.POLL));

    assertThat(pictures(both).alone(Pictures.Kind.COMPLETION)).contains("seconds-logarithmic");
    assertThat(pictures(both).alone(Pictures.Kind.RATIO)).contains("class=\"gap\"");
    assertThat(pictures(List.of(Strategy.USUAL)).alone(Pictures.Kind.COMPLETION))
        .doesNotContain("seconds-logarithmic");
    assertThat(pictures(List.of(Strategy.USUAL)).alone(Pictures.Kind.RATIO))
        .doesNotContain("class=\"gap\"");
  }

  /** More strategies than colours: the dashes tell them apart. */
  @Test
  void noTwoCurvesLookAlike() throws InterruptedException {
    List<Strategy> many =
        List.of(ChokeRule.TIT_FOR_TAT, ChokeRule.NONE, ChokeRule.DEFICIT).stream()
            .flatMap(
                choke ->
                    List.of(PickRule.values()).stream()
                        .map(pick -> (Strategy) new Strategy.Rules(pick, choke, false)))
            .toList();
    TreeSet<String> styles = new TreeSet<>();
    Pattern.compile("<path class=\"(series [^\"]+)\"")
        .matcher(pictures(many).alone(Pictures.Kind.COMPLETION))
        .results()
        .forEach(found -> styles.add(found.group(1)));

    assertThat(many).hasSizeGreaterThan(8);
    assertThat(styles).hasSameSizeAs(many);
  }

  /** Naive ways connect nobody: they have no curve of trade, and no place in its legend. */
  @Test
  void theLegendNamesWhatIsDrawn() throws InterruptedException {
    List<Strategy> both = List.of(Strategy.USUAL, new Strategy.Naive(Baseline.POLL));
    Pictures pictures = pictures(both);

    assertThat(pictures.alone(Pictures.Kind.COMPLETION)).contains(">poll</text>");
    assertThat(pictures.alone(Pictures.Kind.TRADE)).doesNotContain("poll");
  }
}
