package minibit.daemon.share.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
  @ParameterizedTest
  @CsvSource({
    "*.txt, a.txt, true",
    "*.txt, a.txt.gz, false",
    "*.txt, deep/er/a.txt, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "[a-c]x, bx, true",
    "[a-c]x, dx, false",
    "[!a-c]x, dx, true",
    "[ab, [ab, true",
    "\\*x, *x, true",
    "\\*x, ax, false",
    "*a*b*c*, xxaxxbxxcxx, true",
    "*a*b*c*, xxaxxcxxbxx, false",
    "/top, top, true",
    "/top, deep/top, false",
    "deep/x, deep/x, true",
    "deep/x, very/deep/x, false",
    "**/x, a/b/x, true",
    "**/x, x, true",
    "a/**, a/b/c, true",
    "a/**, a, false",
    "a/**/c, a/c, true",
    "a/**/c, a/b/b/c, true",
    "a/*/c, a/b/b/c, false",
    "a/**/b/**/c/**/d, a/b/c/d, true",
    "folder/, folder, false",
  })
  void patternsMean(String pattern, String path, boolean ignored) {
    IgnoreRules rules = IgnoreRules.of(List.of(pattern));
    assertThat(rules.ignores(List.of(path.split("/", -1)), false)).isEqualTo(ignored);
  }

  /** Folder patterns mean folders; the last that matches decides; deeper files come later. */
  @Test
  void theLastPatternDecides() {
    IgnoreRules above = IgnoreRules.of(List.of("out/", "*.a")).below(1, "!x.a\n");
    IgnoreRules rules = above.below(2, "*.a\n");
    assertThat(above.ignores(List.of("d", "out"), true)).isTrue();
    assertThat(above.ignores(List.of("d", "out"), false)).isFalse();
    assertThat(rules.ignores(List.of("d", "e", "x.a"), false)).isTrue();
    assertThat(rules.ignores(List.of("d", "e", "x.b"), false)).isFalse();
    assertThat(above.ignores(List.of("d", "x.a"), false)).isFalse();
    assertThat(above.ignores(List.of("d", "y.a"), false)).isTrue();
    assertThat(above.ignores(List.of("d", ".hidden"), false)).isTrue();
    assertThat(above.ignores(List.of("d", IgnoreRules.FILE), false)).isTrue();
  }

  /** No pattern takes long, however it is made. */
  @Test
  void hostilePatternsAreQuick() {
    String stars = "*a".repeat(100) + "b";
    assertThat(Glob.matches(stars, "a".repeat(255))).isFalse();
    IgnoreRules rules = IgnoreRules.of(List.of("**/**/**/**/**/**/**/**/x"));
    assertThat(rules.ignores(List.of("x"), false)).isFalse();
  }
}
