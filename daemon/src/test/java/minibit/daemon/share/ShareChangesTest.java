package minibit.daemon.share;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import minibit.core.catalogue.SharedFile;
import minibit.core.testing.Payload;
import minibit.daemon.share.ShareView.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on the disk while it is shared. */
class ShareChangesTest {
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

  /** A new file, also in a new folder, is in the book soon, without anybody asking. */
  @Test
  void newFilesAreSeen() throws Exception {
    fixture.shares.add(fixture.data);
    fixture.refresh();

    Instant before = Instant.now();
    fixture.write("a", 10);
    fixture.awaitPaths("data/a");
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
    fixture.write("new/folder/b", 10);
    fixture.awaitPaths("data/a", "data/new/folder/b");
  }

  /** Files and folders that go leave the book; a file moved in and out again comes back. */
  @Test
  void goneFilesLeave() throws Exception {
    fixture.write("a", 10);
    fixture.write("sub/b", 10);
    fixture.write("sub/deep/c", 10);
    fixture.shares.add(fixture.data);
    fixture.refresh();

    Files.move(fixture.data.resolve("sub"), folder.resolve("away"));
    fixture.awaitPaths("data/a");
    Files.move(folder.resolve("away"), fixture.data.resolve("sub"));
    fixture.awaitPaths("data/a", "data/sub/b", "data/sub/deep/c");
    Files.delete(fixture.data.resolve("a"));
    fixture.awaitPaths("data/sub/b", "data/sub/deep/c");
  }

  /** A changed file is withdrawn and comes back as what it is now. */
  @Test
  void changedFilesAreHashedAgain() throws Exception {
    Path file = fixture.write("a", 10_000);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    SharedFile before = fixture.entry("data/a").file();

    Files.write(file, Payload.of("more", 77), APPEND);

    await()
        .atMost(SharesFixture.LONG)
        .untilAsserted(
            () ->
                assertThat(fixture.entries())
                    .singleElement()
                    .extracting(entry -> entry.file().size())
                    .isEqualTo(10_077L));
    assertThat(fixture.entry("data/a").file().root()).isNotEqualTo(before.root());
    assertThat(fixture.shares.byRoot(before.root())).isEmpty();
    assertThat(fixture.shares.holds(before.root())).isFalse();
  }

  /** Whoever asks for a file that changed a moment ago does not get it, watched or not. */
  @Test
  void aFileThatChangedIsNotGivenOut() throws Exception {
    Path file = fixture.write("a", 10_000);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    SharedFile before = fixture.entry("data/a").file();
    assertThat(fixture.shares.holds(before.root())).isTrue();
    LocalContent content = fixture.shares.byRoot(before.root()).orElseThrow();
    assertThat(fixture.shares.stillSame(content)).isTrue();

    Files.write(file, Payload.of("other", 10_000));

    assertThat(fixture.shares.stillSame(content)).isFalse();
    assertThat(fixture.shares.byRoot(before.root())).isEmpty();
    assertThat(fixture.shares.byHash(before.v1())).isEmpty();
    await()
        .atMost(SharesFixture.LONG)
        .untilAsserted(
            () ->
                assertThat(fixture.entries())
                    .noneMatch(entry -> entry.file().root().equals(before.root())));
    fixture.awaitPaths("data/a");
  }

  /** A file that is being written to is not hashed before it has been quiet. */
  @Test
  void aFileBeingWrittenWaits() throws Exception {
    fixture.close();
    fixture =
        new SharesFixture(
            folder, config -> config.withTimes(Duration.ofSeconds(1), Duration.ofHours(1)));
    fixture.shares.add(fixture.data);
    Path file = fixture.write("growing", 1);
    await()
        .pollInterval(Duration.ofMillis(50))
        .during(Duration.ofMillis(1800))
        .until(
            () -> {
              Files.write(file, new byte[1], APPEND);
              return fixture.paths().isEmpty();
            });
    long size = Files.size(file);
    fixture.awaitPaths("data/growing");
    assertThat(fixture.entry("data/growing").file().size()).isEqualTo(size);
  }

  /** A file whose time lies in the future is hashed once it has looked the same for a while. */
  @Test
  void aTimeInTheFutureIsNoReasonToWaitForever() throws Exception {
    Path file = fixture.write("a", 10);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(400))));
    fixture.shares.add(fixture.data);
    fixture.awaitPaths("data/a");
  }

  /** A share that vanishes is said to be missing; with it, its files return unread. */
  @Test
  void aMissingShareReturnsWithItsFiles() throws Exception {
    Path file = fixture.write("sub/a", 5000);
    Path single = Files.writeString(folder.resolve("single"), "alone");
    fixture.shares.add(fixture.data);
    fixture.shares.add(single);
    fixture.refresh();
    List<?> before = fixture.entries();

    Files.move(fixture.data, folder.resolve("elsewhere"));
    Files.move(single, folder.resolve("elsewhere/single"));
    fixture.awaitPaths();
    await()
        .atMost(SharesFixture.LONG)
        .untilAsserted(
            () ->
                assertThat(fixture.shares.shares())
                    .extracting(ShareView::state)
                    .containsExactly(State.MISSING, State.MISSING));
    assertThat(fixture.shares.files("", 0, 10)).isEmpty();

    // Also over a restart: what is known of a disk that is away is not forgotten.
    fixture.restart();
    assertThat(fixture.shares.shares())
        .extracting(ShareView::state)
        .containsExactly(State.MISSING, State.MISSING);
    Path away = folder.resolve("elsewhere/sub/a");
    FileTime time = Files.getLastModifiedTime(away);
    Files.write(away, Payload.of("unseen", 5000));
    Files.setLastModifiedTime(away, time);
    Files.move(folder.resolve("elsewhere/single"), single);
    Files.move(folder.resolve("elsewhere"), fixture.data);

    fixture.awaitPaths("data/sub/a", "single");
    assertThat(fixture.entries()).isEqualTo(before);
    assertThat(file).exists();
  }

  /** Another folder in the place of one is watched like any other. */
  @Test
  void aFolderInAnothersPlaceIsWatched() throws Exception {
    fixture.write("sub/a", 10);
    fixture.shares.add(fixture.data);
    fixture.refresh();
    Files.move(fixture.data.resolve("sub"), folder.resolve("old"));
    fixture.write("sub/b", 10);
    fixture.awaitPaths("data/sub/b");
    fixture.write("sub/c", 10);
    fixture.awaitPaths("data/sub/b", "data/sub/c");

    Files.move(fixture.data, folder.resolve("older"));
    fixture.write("d", 10);
    fixture.awaitPaths("data/d");
    fixture.write("e", 10);
    fixture.awaitPaths("data/d", "data/e");
  }

  /** What the watch missed, as on a network disk, is found by looking from time to time. */
  @Test
  void aRescanFindsWhatNobodyTold() throws Exception {
    fixture.close();
    fixture =
        new SharesFixture(
            folder, config -> config.withTimes(Duration.ofMillis(20), Duration.ofMillis(300)));
    Path file = fixture.write("a", 10);
    fixture.shares.add(file);
    fixture.awaitPaths("a");
    Files.delete(file);
    fixture.awaitPaths();
  }

  /** Thousands of tiny files, and views that never count more than there are. */
  @Test
  void manyTinyFiles() throws Exception {
    int count = 3000;
    for (int i = 0; i < count; i++) {
      fixture.write(i % 7 + "/" + i, Integer.toString(i).getBytes());
    }
    fixture.shares.add(fixture.data);
    fixture.refresh();

    assertThat(fixture.entries()).hasSize(count);
    assertThat(fixture.view().hashedFiles()).isEqualTo(count);
    assertThat(fixture.entries()).extracting(entry -> entry.file().root()).doesNotHaveDuplicates();
    assertThat(fixture.entries()).allMatch(entry -> entry.proof().isPresent());
    assertThat(IntStream.range(0, 3).mapToObj(i -> fixture.shares.files("", i * 1000, 1000)))
        .allMatch(page -> page.size() == 1000);
  }
}
