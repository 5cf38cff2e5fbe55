package minibit.daemon.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder may stand before the shipped files, and nothing beyond it is shown. */
class PageFilesTest {
  @TempDir Path folder;

  private static String text(PageFile file) {
    return new String(file.plain(), StandardCharsets.UTF_8);
  }

  @Test
  void aFolderIsReadAnewAndTheRestIsShipped() throws IOException {
    PageFiles files = PageFiles.before(folder);
    assertThat(text(files.find("index.html").orElseThrow())).contains("minibit");
    Files.writeString(folder.resolve("index.html"), "mine");
    assertThat(text(files.find("index.html").orElseThrow())).isEqualTo("mine");
    Files.writeString(folder.resolve("index.html"), "changed");
    assertThat(text(files.find("index.html").orElseThrow())).isEqualTo("changed");
    assertThat(files.find("lib/lit/index.js")).isPresent();
  }

  @Test
  void linksOutOfTheFolderLeadNowhere(@TempDir Path other) throws IOException {
    Files.writeString(other.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(folder.resolve("link.txt"), other.resolve("secret.txt"));
    assertThat(PageFiles.before(folder).find("link.txt")).isEmpty();
  }

  /**
   * The import map is the one script that may stand in a document; its hash is that of its text.
   */
  @Test
  void importMapsAreKnownByTheirHash() {
    // printf '{"imports":{}}' | openssl dgst -sha256 -binary | base64
    assertThat(ContentPolicy.of("<script type=\"importmap\">{\"imports\":{}}</script>"))
        .contains("script-src 'self' 'sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw=';");
    assertThat(ContentPolicy.of("<script>alert(1)</script>")).contains("script-src 'self';");
  }
}
