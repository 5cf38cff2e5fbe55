package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.metainfo.TorrentPlan.SourceFile;
import org.junit.jupiter.api.Test;

class TorrentPlanTest {
  /** Files stand in the order of their names' bytes, name by name, in whatever order they came. */
  @Test
  void filesAreInTheOrderOfTheirPaths() throws BadMetainfo {
    List<List<String>> sorted =
        List.of(
            List.of("a", "b"),
            List.of("a b"),
            List.of("a.txt"),
            List.of("aa", "x", "y"),
            List.of("aa", "xx"),
            List.of("b"));
    List<SourceFile> files = new ArrayList<>();
    sorted.forEach(path -> files.add(new SourceFile(path, 1, false)));
    Collections.shuffle(files, new Random(1));
    TorrentPlan plan = TorrentPlan.of("top", true, files, 16384, Version.V1);
    assertThat(plan.entries())
        .extracting(entry -> entry.file().orElseThrow().path())
        .containsExactlyElementsOf(sorted);
  }

  /** Names compare as their UTF-8 bytes do, which UTF-16 does not beyond its first plane. */
  @Test
  void namesCompareAsBytes() {
    List<String> names =
        List.of(
            "", "a", "ab", "b", "é", "z\u00ff", "\ud7ff", "\ue000", "\uffee", "😀", "😀a", "𝄞");
    Comparator<byte[]> asBytes = Arrays::compareUnsigned;
    for (String a : names) {
      for (String b : names) {
        int expected =
            asBytes.compare(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        assertThat(Integer.signum(TorrentPlan.compareNames(a, b)))
            .as(a + " and " + b)
            .isEqualTo(Integer.signum(expected));
      }
    }
  }
}
