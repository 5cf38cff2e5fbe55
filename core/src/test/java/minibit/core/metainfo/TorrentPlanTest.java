package minibit.core.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  /** What nobody would take is not made: a path twice, one too deep, one too long. */
  @Test
  void pathsThatNobodyTakesAreRefused() {
    List<String> deep = Collections.nCopies(EntryParser.MAX_DEPTH + 1, "d");
    List<String> longest = Collections.nCopies(13, "x".repeat(250));
    for (List<SourceFile> files :
        List.of(
            List.of(file(List.of("a", "b")), file(List.of("a", "b"))),
            List.of(file(deep)),
            List.of(file(longest)))) {
      assertThatThrownBy(() -> TorrentPlan.of("top", true, files, 16384, Version.V2))
          .isInstanceOfSatisfying(
              BadMetainfo.class, e -> assertThat(e.code()).isEqualTo(BadMetainfo.Code.BAD_PATH));
    }
  }

  /** Folders that open and close in every way: read again, the tree has the same files. */
  @Test
  void fileTreesKeepTheirShape() throws BadMetainfo {
    List<List<String>> paths =
        List.of(
            List.of("a", "b", "c", "1"),
            List.of("a", "b", "c", "2"),
            List.of("a", "b", "d"),
            List.of("a", "x", "y", "z"),
            List.of("a.txt"),
            List.of("b", "b", "b"),
            List.of("c"));
    for (Version version : Version.values()) {
      TorrentPlan plan =
          TorrentPlan.of("top", true, paths.stream().map(this::file).toList(), 16384, version);
      int pieces = plan.geometry().pieces();
      byte[] roots = new byte[32 * pieces];
      // A root of zeros would be refused as none.
      Arrays.fill(roots, (byte) 1);
      TorrentWriter.Written written =
          TorrentWriter.write(plan, new byte[20 * pieces], roots, true, Metainfo.Extras.NONE);
      Metainfo read = MetainfoParser.parseTorrent(written.torrent());
      assertThat(read.hashes()).isEqualTo(written.hashes());
      assertThat(read.isPrivate()).isTrue();
      assertThat(read.files())
          .filteredOn(file -> !file.pad())
          .extracting(file -> file.path().subList(1, file.path().size()))
          .containsExactlyElementsOf(paths);
    }
  }

  private SourceFile file(List<String> path) {
    return new SourceFile(path, 1, false);
  }
}
