package minibit.daemon.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import minibit.core.testing.Payload;
import minibit.group.member.BookContents;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;

/** A home in a temporary folder, and shares that may be closed and opened again. */
final class SharesFixture implements AutoCloseable {
  /** Long enough to tell a test that waits for it from one that does not. */
  static final Duration LONG = Duration.ofSeconds(20);

  final Path home;
  final Path downloads;
  final Path data;
  final AtomicBoolean transfers = new AtomicBoolean();
  MemberKeys keys = MemberKeys.drawn();
  SharesConfig config;
  ShareBook book = new ShareBook();
  Shares shares;

  SharesFixture(Path folder) throws IOException {
    this(folder, config -> config);
  }

  SharesFixture(Path folder, UnaryOperator<SharesConfig> settings) throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    downloads = Files.createDirectories(folder.resolve("fetched"));
    data = Files.createDirectories(folder.resolve("data"));
    config =
        settings.apply(
            SharesConfig.of(home, downloads).withTimes(Duration.ofMillis(20), Duration.ofHours(1)));
    shares = open();
  }

  private Shares open() {
    return Shares.open(config, keys, book, transfers::get);
  }

  /** Ends this start and begins another, whose book is empty. */
  void restart() {
    shares.close();
    book = new ShareBook();
    shares = open();
  }

  /** Writes a file below the data folder. */
  Path write(String path, int size) throws IOException {
    return write(path, Payload.of(path, size));
  }

  Path write(String path, byte[] bytes) throws IOException {
    Path file = data.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  void refresh() throws Exception {
    shares.refresh().get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  List<ShareBook.Entry> entries() {
    return BookContents.of(book);
  }

  /** What the book has, by path. */
  List<String> paths() {
    return entries().stream().map(entry -> entry.file().path()).toList();
  }

  ShareBook.Entry entry(String path) {
    return entries().stream().filter(e -> e.file().path().equals(path)).findFirst().orElseThrow();
  }

  void awaitPaths(String... paths) {
    List<String> wanted = new ArrayList<>(List.of(paths));
    wanted.sort(null);
    await().atMost(LONG).untilAsserted(() -> assertThat(paths()).isEqualTo(wanted));
  }

  ShareView view() {
    return shares.shares().getFirst();
  }

  @Override
  public void close() {
    shares.close();
  }
}
