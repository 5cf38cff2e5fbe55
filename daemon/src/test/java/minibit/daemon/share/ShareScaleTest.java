package minibit.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.share.ShareView.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many files, and big ones; says how long it takes. */
@Tag("slow")
@Isolated("it measures")
class ShareScaleTest {
  private static final Logger LOG = LoggerFactory.getLogger(ShareScaleTest.class);

  @TempDir private Path folder;

  private static void write(SharesFixture fixture, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Path parent = fixture.data.resolve("folder " + i / 100);
      if (i % 100 == 0) {
        Files.createDirectories(parent);
      }
      Files.writeString(parent.resolve("file number " + i + ".txt"), "content " + i);
    }
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void refresh(SharesFixture fixture) throws Exception {
    fixture.shares.refresh().get(20, TimeUnit.MINUTES);
  }

  /** Ten thousand tiny files are hashed in seconds. */
  @Test
  void tenThousandTinyFiles() throws Exception {
    try (SharesFixture fixture = new SharesFixture(folder)) {
      write(fixture, 10_000);
      long began = System.nanoTime();
      fixture.shares.add(fixture.data);
      refresh(fixture);
      double seconds = since(began);
      LOG.info("10,000 tiny files in {} s: {} a second", seconds, 10_000 / seconds);
      assertThat(fixture.book.size()).isEqualTo(10_000);
      assertThat(seconds).isLessThan(60);
    }
  }

  /** A start with 200,000 files that did not change takes seconds, and reads none of them. */
  @Test
  void aStartWithTwoHundredThousandFiles() throws Exception {
    try (SharesFixture fixture = new SharesFixture(folder)) {
      write(fixture, 200_000);
      long began = System.nanoTime();
      fixture.shares.add(fixture.data);
      refresh(fixture);
      LOG.info("200,000 tiny files hashed in {} s", since(began));
      LOG.info("store: {} bytes a file", Files.size(fixture.config.store()) / 200_000.0);
      System.gc();
      began = System.nanoTime();
      fixture.restart();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofMinutes(2))
          .until(() -> fixture.book.size() == 200_000);
      double seconds = since(began);
      LOG.info("200,000 unchanged files in the book {} s after the start", seconds);
      await().until(() -> fixture.view().state() == State.READY);
      began = System.nanoTime();
      refresh(fixture);
      LOG.info("a rescan of them takes {} s", since(began));
      began = System.nanoTime();
      assertThat(fixture.shares.files("", 150_000, 20)).hasSize(20);
      LOG.info("a page from the middle of the list takes {} s", since(began));
      began = System.nanoTime();
      assertThat(fixture.shares.files("number 77777", 0, 20)).hasSize(1);
      LOG.info("a filter over the list takes {} s", since(began));
      var file = fixture.entry("data/folder 1999/file number 199999.txt").file();
      began = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(fixture.shares.byHash(file.v1())).isPresent();
      }
      LOG.info("a content is found by info-hash in {} ms", since(began) * 10);
      assertThat(seconds).isLessThan(60);
    }
  }

  /** A file of 20 GiB is hashed; a restart in between costs no more than a step. */
  @Test
  void aFileOfTwentyGibibytes() throws Exception {
    long size = 20L << 30;
    try (SharesFixture fixture = new SharesFixture(folder)) {
      Path file = fixture.data.resolve("sparse.img");
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(size);
      }
      long began = System.nanoTime();
      fixture.shares.add(file);
      await().atMost(Duration.ofMinutes(5)).until(() -> fixture.view().hashedBytes() > 2L << 30);
      assertThat(fixture.shares.totals().timeLeft()).isPresent();
      LOG.info("time left: {}", fixture.shares.totals().timeLeft());

      fixture.restart();
      await().atMost(Duration.ofSeconds(20)).until(() -> fixture.view().hashedBytes() > 1L << 30);
      LOG.info("after the restart, at once: {}", fixture.view().hashedBytes());
      await().atMost(Duration.ofMinutes(10)).until(() -> fixture.book.size() == 1);
      LOG.info("20 GiB of zeros in {} s", since(began));

      var entry = fixture.entry("sparse.img").file();
      Optional<LocalContent> content = fixture.shares.byRoot(entry.root());
      Metainfo torrent = content.orElseThrow().torrent("sparse.img");
      assertThat(torrent.geometry().pieces()).isEqualTo(1280);
      assertThat(torrent.hashes().v1()).hasValue(entry.v1());
      assertThat(fixture.view().hashedBytes()).isEqualTo(size);
      assertThat(fixture.shares.totals().timeLeft()).isEmpty();
    }
  }
}
