package minibit.core.metainfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import minibit.core.bencode.BBytes;
import org.junit.jupiter.api.Test;

class SafeNamesTest {
  /** Nothing that is left of a name leads anywhere, or shows otherwise than it is. */
  @Test
  void namesAreMadeSafe() {
    assertThat(clean("..")).isEmpty();
    assertThat(clean(".")).isEmpty();
    assertThat(clean("")).isEmpty();
    assertThat(clean("/")).isEmpty();
    assertThat(clean("\\..\\")).isEmpty();
    assertThat(clean("/etc/passwd")).contains("etcpasswd");
    assertThat(clean("C:\\x")).contains("C:x");
    assertThat(clean("a\nb\u0000c\u001bd\u0085")).contains("a_b_c_d_");
    assertThat(clean("photo\u202egnp.exe\u2066\u200f")).contains("photognp.exe");
    assertThat(SafeNames.clean(BBytes.of(new byte[] {'a', (byte) 0xff, 'b'}), false))
        .contains("a_b");
  }

  /** Honest names stay, however odd, so that data which exists is found again. */
  @Test
  void honestNamesStay() {
    for (String name : List.of("aux.c", "...", ".hidden", "foobar ", "a:b?", "文件", "🙂", "x\"y")) {
      assertThat(clean(name)).contains(name);
    }
  }

  /** What Windows cannot store is replaced there. */
  @Test
  void windowsNamesAreReplaced() {
    assertThat(windows("CON")).contains("_CON");
    assertThat(windows("aux.c")).contains("_aux.c");
    assertThat(windows("com1 .txt")).contains("_com1 .txt");
    assertThat(windows("console")).contains("console");
    assertThat(windows("a:b?*")).contains("a_b__");
    assertThat(windows("dot.")).contains("dot_");
    assertThat(SafeNames.distinct(List.of(List.of("A"), List.of("a")), true))
        .containsExactly(List.of("A"), List.of("a.1"));
    assertThat(SafeNames.distinct(List.of(List.of("A"), List.of("a")), false))
        .containsExactly(List.of("A"), List.of("a"));
  }

  /** Long names are cut to what disks hold, between characters, and keep their ending. */
  @Test
  void longNamesAreCut() {
    String cut = clean("é".repeat(150) + ".mkv").orElseThrow();
    assertThat(cut.getBytes(UTF_8)).hasSizeBetween(250, 255);
    assertThat(cut).endsWith("é.mkv");
    assertThat(clean("🙂".repeat(80)).orElseThrow().getBytes(UTF_8)).hasSize(252);
    assertThat(clean("n".repeat(255))).contains("n".repeat(255));
  }

  /** No two files have one path, and no file lies where a folder must be. */
  @Test
  void pathsAreDistinct() {
    assertThat(
            SafeNames.distinct(
                List.of(
                    List.of("a.txt"),
                    List.of("a.txt"),
                    List.of("a.1.txt"),
                    List.of("d"),
                    List.of("d", "e"),
                    List.of())))
        .containsExactly(
            List.of("a.txt"),
            List.of("a.1.txt"),
            List.of("a.1.1.txt"),
            List.of("d.1"),
            List.of("d", "e"),
            List.of("_"));
  }

  /** A hundred thousand files of one name take no quadratic time. */
  @Test
  void manyOfOneName() {
    List<List<String>> same = new ArrayList<>(Collections.nCopies(100_000, List.of("f", "x.bin")));
    assertThat(new HashSet<>(SafeNames.distinct(same))).hasSize(100_000);
  }

  private static Optional<String> clean(String name) {
    return SafeNames.clean(BBytes.of(name), false);
  }

  private static Optional<String> windows(String name) {
    return SafeNames.clean(BBytes.of(name), true);
  }
}
