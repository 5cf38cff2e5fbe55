package minibit.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import minibit.core.id.PiecesRoot;
import minibit.daemon.share.scan.Trouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Odd names, links, and what is left out. */
class ShareNamesTest {
  @TempDir private Path folder;
  private SharesFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new SharesFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void share() throws Exception {
    fixture.shares.add(fixture.data);
    fixture.refresh();
  }

  /** Names in every script go through as they are, but in NFC. */
  @Test
  void namesOfEveryScriptAreKept() throws Exception {
    List<String> names =
        List.of("ação.txt", "Ελληνικά", "Русский", "日本語.pdf", "عربى", "😀 smile", "a\\b", "tab\tx");
    for (String name : names) {
      fixture.write(Normalizer.normalize(name, Normalizer.Form.NFD), name.getBytes());
    }
    share();

    assertThat(fixture.entries())
        .extracting(entry -> entry.file().name())
        .containsExactlyInAnyOrderElementsOf(names);
    for (var entry : fixture.entries()) {
      LocalContent content = fixture.shares.byRoot(entry.file().root()).orElseThrow();
      assertThat(content.torrent(entry.file().name()).hashes().v1()).hasValue(entry.file().v1());
    }
  }

  /** Two names that differ in form alone are two files; NFC keeps the name, at each start. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void namesThatDifferInFormAloneAreTold() throws Exception {
    fixture.write("e\u0301.txt", "decomposed".getBytes());
    fixture.write("\u00e9.txt", "composed".getBytes());
    share();

    assertThat(fixture.paths()).containsExactly("data/\u00e9 (2).txt", "data/\u00e9.txt");
    assertThat(contentOf("data/\u00e9.txt")).isEqualTo("composed");
    assertThat(contentOf("data/\u00e9 (2).txt")).isEqualTo("decomposed");
    List<?> before = fixture.entries();
    fixture.restart();
    fixture.refresh();
    assertThat(fixture.entries()).isEqualTo(before);
  }

  private String contentOf(String path) throws IOException {
    PiecesRoot root = fixture.entry(path).file().root();
    return Files.readString(fixture.shares.byRoot(root).orElseThrow().file());
  }

  /** Names that are no UTF-8 are read as Latin-1, and found again after a restart. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void namesInOtherEncodingsAreRead() throws Exception {
    Path latin = Path.of(URI.create(fixture.data.toUri() + "caf%E9.txt"));
    Files.writeString(latin, "latin");
    Path odd = Path.of(URI.create(fixture.data.toUri() + "od%FFd"));
    Files.createDirectories(odd);
    Files.writeString(odd.resolve("in"), "inside");
    share();

    assertThat(fixture.paths()).containsExactly("data/café.txt", "data/odÿd/in");
    assertThat(contentOf("data/café.txt")).isEqualTo("latin");
    List<?> before = fixture.entries();
    fixture.restart();
    fixture.refresh();
    assertThat(fixture.entries()).isEqualTo(before);
    assertThat(contentOf("data/odÿd/in")).isEqualTo("inside");
    assertThat(fixture.shares.files("café", 0, 9).getFirst().file()).exists();
  }

  /** Links to files of the share are followed; what leads out is left out and said. */
  @Test
  void linksAreFollowedInsideOnly() throws Exception {
    Path outside = Files.writeString(folder.resolve("secret"), "secret");
    fixture.write("real/a", 100);
    link("inside", fixture.data.resolve("real/a"));
    link("out", outside);
    link("outFolder", folder);
    link("dead", folder.resolve("none"));
    link("loop", fixture.data);
    link("real/loop2", fixture.data.resolve("real"));
    link("circle", fixture.data.resolve("circle"));
    share();

    assertThat(fixture.paths()).containsExactly("data/inside", "data/real/a");
    assertThat(fixture.entry("data/inside").file().root())
        .isEqualTo(fixture.entry("data/real/a").file().root());
    ShareView view = fixture.view();
    assertThat(view.failed()).isZero();
    assertThat(view.skipped()).isEqualTo(4);
    assertThat(view.troubles())
        .extracting(Trouble::code)
        .containsExactlyInAnyOrder(
            Trouble.LEADS_OUT, Trouble.LEADS_OUT, Trouble.DEAD_LINK, Trouble.DEAD_LINK);
    assertThat(view.troubles()).allMatch(t -> t.message().contains(t.path().toString()));
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(fixture.data.resolve(name), target);
  }

  /** A share may be given by a link: it is what the link leads to, under the link's name. */
  @Test
  void aShareMayBeALink() throws Exception {
    fixture.write("a", 1);
    Path link = Files.createSymbolicLink(folder.resolve("link"), fixture.data);
    fixture.shares.add(link);
    fixture.refresh();
    assertThat(fixture.paths()).containsExactly("link/a");
  }

  /** Hidden and unfinished files are no files to share. */
  @Test
  void hiddenAndTemporaryFilesAreSkipped() throws Exception {
    for (String name :
        List.of(
            ".hidden",
            ".git/config",
            "x~",
            "x.part",
            "x.crdownload",
            "x.!qB",
            "x.tmp",
            "Thumbs.db",
            "#draft#",
            "x.aria2",
            ".0123456789abcdef.minibit-part")) {
      fixture.write(name, 5);
    }
    fixture.write("kept", 5);
    share();
    assertThat(fixture.paths()).containsExactly("data/kept");
  }

  /** Patterns of the settings and of a folder's own file leave out, and take back. */
  @Test
  void ignorePatternsLeaveOut() throws Exception {
    fixture.close();
    fixture = new SharesFixture(folder, config -> config.withIgnore(List.of("*.bak", "build/")));
    fixture.write("a.bak", 1);
    fixture.write("build/out", 1);
    fixture.write("src/build/out", 1);
    fixture.write("src/keep.bak", 1);
    fixture.write("src/x.log", 1);
    fixture.write("src/deep/x.log", 1);
    fixture.write(".well-known/y", 1);
    fixture.write(".minibitignore", "!.well-known\n# a comment\n/src/x.log\n".getBytes());
    fixture.write("src/.minibitignore", "!keep.bak\n".getBytes());
    share();
    assertThat(fixture.paths())
        .containsExactly("data/.well-known/y", "data/src/deep/x.log", "data/src/keep.bak");

    // A changed ignore file is followed at once, also further down.
    fixture.write(".minibitignore", "*.log\n".getBytes());
    fixture.awaitPaths("data/src/keep.bak");
  }
}
