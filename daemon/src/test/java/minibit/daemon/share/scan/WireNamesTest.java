package minibit.daemon.share.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WireNamesTest {
  /** What the catalogue cannot take is made into what it can. */
  @Test
  void namesFitTheCatalogue() {
    assertThat(WireNames.ofText("e\u0301")).isEqualTo("\u00e9");
    assertThat(WireNames.ofText("\ud800x")).doesNotContain("\ud800").hasSize(2);
    assertThat(WireNames.ofText("\u200f")).isEqualTo("_");
    String longName = WireNames.ofText("ÿ".repeat(200) + ".txt");
    assertThat(longName).endsWith(".txt");
    assertThat(longName.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(254, 255);
  }

  /** Numbers stand before the ending, and never make a name too long. */
  @Test
  void takenNamesAreNumbered() {
    assertThat(WireNames.distinct("a.tar", Set.of("a.tar", "a (2).tar"))).isEqualTo("a (3).tar");
    assertThat(WireNames.distinct("a", Set.of("b"))).isEqualTo("a");
    assertThat(WireNames.distinct(".a", Set.of(".a"))).isEqualTo(".a (2)");
    String longest = "é".repeat(125) + ".jpg";
    String other = WireNames.distinct(longest, Set.of(longest));
    assertThat(other).endsWith(" (2).jpg");
    assertThat(other.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
  }

  /** Types go by the ending, in any case. */
  @Test
  void mediaTypesGoByTheEnding() {
    assertThat(MediaTypes.of("a.PNG")).isEqualTo("image/png");
    assertThat(MediaTypes.of("a.tar.gz")).isEqualTo("application/gzip");
    assertThat(MediaTypes.of("a")).isEqualTo(MediaTypes.UNKNOWN);
  }
}
