package minibit.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import minibit.cli.Cli;
import minibit.cli.frame.CliException;
import minibit.cli.output.Json;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.Selection;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Files of a torrent chosen by number and by name; between them lies padding, which has neither.
 */
class FileChoiceTest {
  @TempDir private Path folder;
  private Path torrent;
  private Metainfo metainfo;

  @BeforeEach
  void aTorrentWithPaddingBetweenItsFiles() throws Exception {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("sub"));
    Files.writeString(tree.resolve("a.txt"), "a");
    Files.writeString(tree.resolve("b.mp4"), "b");
    Files.writeString(tree.resolve("sub/c.txt"), "c");
    Files.writeString(tree.resolve("sub/d.mp4"), "d");
    torrent = folder.resolve("tree.torrent");
    assertThat(Cli.run("create", tree.toString(), "-o", torrent.toString()).exit()).isZero();
    metainfo = TorrentInput.torrent(torrent);
    assertThat(metainfo.files()).extracting(TorrentFile::pad).startsWith(false, true, false, true);
  }

  /** The numbers that info shows, the places in its JSON and the numbers taken are the same. */
  @Test
  void numbersAreThoseThatInfoShows() throws Exception {
    List<String> shown = Cli.run("info", torrent.toString()).out().lines().toList();
    JsonNode json =
        Json.read(Cli.run("info", torrent.toString(), "--json").out().strip()).get("files");

    for (int number = 1; number <= 4; number++) {
      String path = chosen(FileChoice.named(List.of("" + number))).getFirst();
      int wanted = number;
      assertThat(shown)
          .filteredOn(line -> line.endsWith(path))
          .singleElement()
          .satisfies(line -> assertThat(line.strip()).startsWith(wanted + " "));
      List<String> names = new ArrayList<>(List.of("tree"));
      json.get(number - 1).get("path").forEach(name -> names.add(name.asString()));
      assertThat(String.join("/", names)).isEqualTo(path);
    }
  }

  @Test
  void numbersRangesAndPatternsAddUp() throws Exception {
    assertThat(chosen(FileChoice.named(List.of("1,3-4"))))
        .containsExactly("tree/a.txt", "tree/sub/c.txt", "tree/sub/d.mp4");
    assertThat(chosen(FileChoice.named(List.of("*.mp4", "1"))))
        .containsExactly("tree/a.txt", "tree/b.mp4", "tree/sub/d.mp4");
    assertThat(chosen(FileChoice.named(List.of("tree/sub/*"))))
        .containsExactly("tree/sub/c.txt", "tree/sub/d.mp4");
    assertThat(chosen(FileChoice.named(List.of("4-999999999")))).containsExactly("tree/sub/d.mp4");
  }

  /** What chooses nothing, or cannot be meant, is said before anything is fetched. */
  @Test
  void nonsenseIsRefused() {
    assertRefused("bad-file-number", "0");
    assertRefused("bad-file-number", "3-2");
    assertRefused("nothing-selected", "5");
    assertRefused("nothing-selected", "*.iso");
    assertRefused("bad-pattern", "[");
  }

  /** A magnet link counts as BEP 53 does: from 0, with padding. */
  @Test
  void aLinksIndicesCountPadding() throws Exception {
    assertThat(chosen(FileChoice.of(Selection.parse("0,4").orElseThrow())))
        .containsExactly("tree/a.txt", "tree/sub/c.txt");
    assertThatThrownBy(
            () -> FileChoice.of(Selection.parse("1").orElseThrow()).wishes(metainfo, false))
        .isInstanceOf(CliException.class)
        .hasMessage("nothing-selected");
  }

  private List<String> chosen(FileChoice choice) throws CliException {
    List<Integer> priorities = choice.wishes(metainfo, false).priorities();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < priorities.size(); i++) {
      if (priorities.get(i) != Wishes.SKIP && !metainfo.files().get(i).pad()) {
        paths.add(metainfo.files().get(i).slashed());
      }
    }
    return paths;
  }

  private void assertRefused(String code, String part) {
    assertThatThrownBy(() -> FileChoice.named(List.of(part)).wishes(metainfo, false))
        .isInstanceOf(CliException.class)
        .hasMessage(code);
  }
}
