package minibit.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import minibit.cli.Cli;
import minibit.cli.output.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo does what it promises, with processes of its own, and leaves nothing behind. */
class DemoTest {
  @TempDir Path dir;

  /** Elect, search, fetch from several, kill, elect again, search, fetch, compare. */
  @Test
  @Tag("slow")
  void theStoryEndsWell() throws Exception {
    Path kept = dir.resolve("kept");

    Cli story = Cli.run("demo", "--once", "--json", "--dir", kept.toString());

    assertThat(story.exit()).as(story.err()).isZero();
    List<JsonNode> events = story.out().lines().map(Json::read).toList();
    assertThat(events)
        .extracting(event -> event.path("event").asString())
        .containsExactly(
            "elected",
            "registered",
            "found",
            "fetched",
            "killed",
            "re-elected",
            "found",
            "fetched",
            "complete");
    assertThat(events.get(3).path("from").size()).as("several gave").isGreaterThan(1);
    assertThat(events.get(5).path("epoch").asLong())
        .isGreaterThan(events.get(0).path("epoch").asLong());
    assertThat(kept.resolve("peer1/home/logs/minibit.log")).exists();
    for (int i = 1; i <= 5; i++) {
      // Who was killed left its address; nobody answers there any more.
      assertThat(Cli.run("status", "--home", kept.resolve("peer" + i + "/home").toString()).exit())
          .isEqualTo(4);
    }
  }

  @Test
  void whatCannotBeShownIsRefusedInWords() throws Exception {
    Files.writeString(dir.resolve("something"), "here");
    assertThat(Cli.run("demo", "--once", "--dir", dir.toString()).err()).contains("not empty");
    assertThat(Cli.run("demo", "--peers", "0").exit()).isEqualTo(2);
    assertThat(Cli.run("demo", "--once", "--peers", "2").exit()).isEqualTo(2);
    assertThat(Cli.run("demo", "--own", dir.resolve("gone").toString()).exit()).isEqualTo(3);
  }

  /** Each sample has several holders and not all; the last daemons lack what is to be fetched. */
  @Test
  void filesAreDealtSoThatSomeAreCommonAndSomeUnique() throws Exception {
    for (int i = 1; i <= 5; i++) {
      DemoFiles.deal(dir.resolve("peer" + i), i, 5);
    }
    for (String sample : Samples.NAMES) {
      assertThat(holders(sample)).as(sample).isBetween(2L, 4L);
    }
    assertThat(holders("diary-of-peer2.txt")).isEqualTo(1);
    assertThat(holders(DemoFiles.FIRST_FETCHED)).isEqualTo(4);
    assertThat(holders(DemoFiles.SECOND_FETCHED)).isEqualTo(3);
    assertThat(
            Files.mismatch(
                dir.resolve("peer1").resolve(DemoFiles.FIRST_FETCHED),
                dir.resolve("peer2").resolve(DemoFiles.FIRST_FETCHED)))
        .isEqualTo(-1);
  }

  private long holders(String name) throws Exception {
    try (var peers = Files.list(dir)) {
      return peers.filter(peer -> Files.exists(peer.resolve(name))).count();
    }
  }
}
