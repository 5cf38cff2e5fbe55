package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.FolderView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page may look at what may be shared, and at nothing else of the machine. */
class FolderBrowserTest {
  @TempDir Path folder;

  private FolderBrowser browser;

  @BeforeEach
  void build() throws Exception {
    folder = folder.toRealPath();
    Files.createDirectories(folder.resolve("home/music/old"));
    Files.writeString(folder.resolve("home/music/a song.mp3"), "12345");
    Files.createDirectories(folder.resolve("home/.ssh"));
    Files.createDirectories(folder.resolve("secret"));
    Files.writeString(folder.resolve("secret/key"), "k");
    Files.createSymbolicLink(folder.resolve("home/way out"), folder.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("home/short cut"), folder.resolve("home/music"));
    browser =
        new FolderBrowser(
            () ->
                List.of(
                    folder.resolve("home"), folder.resolve("home/music"), folder.resolve("gone")),
            () -> List.of(folder.resolve("home/music")));
  }

  /** A root that lies in another is none of its own, and what is not there is not shown. */
  @Test
  void rootsAreThoseThatExist() {
    assertThat(browser.roots().roots())
        .extracting(root -> root.path())
        .containsExactly(folder.resolve("home").toString());
  }

  @Test
  void foldersAreShownWithWhatIsSharedInThem() {
    FolderView home = browser.browse(folder.resolve("home").toString());
    assertThat(home.parent()).isEmpty();
    assertThat(home.entries())
        .containsExactly(
            new FolderView.Entry("music", true, 0, true),
            new FolderView.Entry("short cut", true, 0, true));
    FolderView music = browser.browse(folder.resolve("home/short cut").toString());
    assertThat(music.path()).isEqualTo(folder.resolve("home/music").toString());
    assertThat(music.parent()).contains(folder.resolve("home").toString());
    assertThat(music.entries())
        .containsExactly(
            new FolderView.Entry("old", true, 0, true),
            new FolderView.Entry("a song.mp3", false, 5, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "home/way out",
        "home/../secret",
        "home/music/../../secret",
        "nothing",
        "."
      })
  void nothingOutsideIsShown(String path) {
    assertThatThrownBy(() -> browser.browse(folder + "/" + path))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo("outside-roots"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"home/none", "home/music/a song.mp3"})
  void whatIsNoFolderIsSaidSo(String path) {
    assertThatThrownBy(() -> browser.browse(folder + "/" + path))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo("no-such-folder"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"home", "", "a\0b"})
  void whatIsNoAbsolutePathIsSaidSo(String path) {
    assertThatThrownBy(() -> browser.browse(path))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo("bad-path"));
  }
}
