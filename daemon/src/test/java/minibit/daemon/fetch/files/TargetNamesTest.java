package minibit.daemon.fetch.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of fetched files lead nowhere else, and hit nobody's file. */
class TargetNamesTest {
  @TempDir Path folder;

  private final TargetNames names = new TargetNames();

  @Test
  void theNumberGoesBeforeTheEnding() throws Exception {
    Files.createFile(folder.resolve("a.txt"));
    assertThat(names.choose(folder, "a.txt", "1")).isEqualTo("a (2).txt");
    assertThat(names.choose(folder, "a.txt", "2")).isEqualTo("a (3).txt");
    assertThat(names.choose(folder, ".profile", "3")).isEqualTo(".profile");
    assertThat(TargetNames.numbered(".profile", 2)).isEqualTo(".profile (2)");
    assertThat(TargetNames.numbered("no ending", 2)).isEqualTo("no ending (2)");
  }

  /** A link that leads to nothing is somebody's, too. */
  @Test
  void aDanglingLinkIsNotWrittenThrough() throws Exception {
    Files.createSymbolicLink(folder.resolve("a"), folder.resolve("nothing there"));
    assertThat(names.choose(folder, "a", "1")).isEqualTo("a (2)");
  }

  @Test
  void namesThatLeadElsewhereBecomeHarmless() {
    for (String evil : new String[] {"..", ".", "../../etc/passwd", "/etc/passwd", "a/../b", ""}) {
      String name = names.choose(folder, evil, "feed");
      assertThat(folder.resolve(name).normalize().getParent()).isEqualTo(folder);
    }
  }

  @Test
  void longNamesAreCutSoThatNumberAndEndingFit() {
    String name = TargetNames.numbered("ü".repeat(125) + ".tar", 12);
    assertThat(name).endsWith(" (12).tar");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
  }

  /** A place is free again when its transfer is gone. */
  @Test
  void aPlaceIsFreedWithItsTransfer() {
    assertThat(names.choose(folder, "b", "1")).isEqualTo("b");
    assertThat(names.choose(folder, "b", "2")).isEqualTo("b (2)");
    names.free(folder.resolve("b"));
    assertThat(names.choose(folder, "b", "3")).isEqualTo("b");
  }
}
