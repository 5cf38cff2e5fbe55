package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.EngineSettings;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.files.LocalContents;
import minibit.daemon.fetch.model.FetchConfig;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.share.Shares;
import minibit.daemon.share.SharesConfig;
import minibit.group.member.MemberKeys;
import minibit.group.member.ShareBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetching and sharing together: what one daemon shares, the next one fetches and shares on. */
@Timeout(60)
class FetchedIsSharedTest {
  @TempDir Path folder;

  private final FakeGroup group = new FakeGroup();

  /** A daemon without a group of its own. */
  private final class Peer implements AutoCloseable {
    final int number;
    final Path home;
    final Path downloads;
    ShareBook book;
    Shares shares;
    Engine engine;
    Fetches fetches;

    Peer(int number) throws Exception {
      this.number = number;
      home = Files.createDirectories(folder.resolve("home" + number));
      downloads = Files.createDirectories(folder.resolve("downloads" + number));
      start();
    }

    private void start() throws Exception {
      book = new ShareBook();
      shares = Shares.open(SharesConfig.of(home, downloads), MemberKeys.drawn(), book, () -> false);
      LocalContents contents = LocalContents.of(shares);
      engine =
          Engine.open(
              EngineSettings.defaults()
                  .withLoops(1)
                  .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                  .withFinder(new OnDemandSeeds(contents, group)));
      fetches =
          Fetches.open(
              FetchConfig.of(home.resolve("transfers.db"), downloads)
                  .withIntervals(
                      Duration.ofSeconds(1),
                      Duration.ofSeconds(1),
                      Duration.ofMillis(300),
                      Duration.ofSeconds(1)),
              engine,
              group,
              contents,
              group.reports());
    }

    /** It ends, and starts again with what it kept. */
    void restart() throws Exception {
      close();
      start();
    }

    void holds(KnownFile file) {
      group.holders.remove(file.root());
      group.holds(
          number,
          file.root(),
          PeerAddress.of(new byte[] {127, 0, 0, 1}, engine.listenAddress().getPort()));
    }

    void fetch(KnownFile file) {
      fetches.get(file.unsigned(), GetOptions.USUAL);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fetches.details(file.id()).transfer().state() == TransferState.DONE);
    }

    @Override
    public void close() {
      fetches.close();
      engine.close();
      shares.close();
    }
  }

  /** From the first to the second, and from the second, which never read it, to the third. */
  @Test
  void aFetchedFileIsServedOn() throws Exception {
    KnownFile file = KnownFile.random("handed on.bin", 3 << 20, 1);
    group.knows(file.unsigned());
    Path share = Files.createDirectories(folder.resolve("share"));
    // It lies there under another name than the group's earliest.
    file.saveAs(share.resolve("mine.bin"));
    try (Peer first = new Peer(1);
        Peer second = new Peer(2);
        Peer third = new Peer(3)) {
      first.shares.add(share);
      first.shares.refresh().get(20, TimeUnit.SECONDS);
      first.holds(file);

      second.fetch(file);

      assertThat(second.shares.byRoot(file.root())).isPresent();
      assertThat(second.book.size()).isEqualTo(1);
      await().until(() -> second.engine.torrents().isEmpty());
      second.holds(file);
      third.fetch(file);
      assertThat(file.isAt(third.downloads.resolve("handed on.bin"))).isTrue();
    }
  }

  /** A file that is changed afterwards is neither served nor in the book. */
  @Test
  void aChangedFileIsWithdrawnWhenSomebodyAsks() throws Exception {
    KnownFile file = KnownFile.random("changed.bin", 1 << 20, 2);
    group.knows(file.unsigned());
    Path share = Files.createDirectories(folder.resolve("share"));
    file.saveIn(share);
    try (Peer first = new Peer(1);
        Peer second = new Peer(2)) {
      first.shares.add(share);
      first.shares.refresh().get(20, TimeUnit.SECONDS);
      first.holds(file);

      Files.write(share.resolve("changed.bin"), new byte[1 << 20]);
      second.fetches.get(file.unsigned(), GetOptions.USUAL);

      await().until(() -> first.shares.byRoot(file.root()).isEmpty());
      assertThat(second.fetches.details(file.id()).transfer().done()).isZero();
    }
  }

  /** A transfer that is taken off the list leaves a file behind that is not whole. */
  @Test
  void aBegunFileIsSharedOnceItIsSomethingElse() throws Exception {
    KnownFile file = KnownFile.random("begun.bin", 8 << 20, 3);
    group.knows(file.unsigned());
    Path share = Files.createDirectories(folder.resolve("share"));
    file.saveIn(share);
    Path out = Files.createDirectories(folder.resolve("out"));
    try (Peer first = new Peer(1);
        Peer second = new Peer(2)) {
      first.shares.add(share);
      first.shares.refresh().get(20, TimeUnit.SECONDS);
      first.holds(file);
      second.shares.add(out);
      second.fetches.get(
          file.unsigned(),
          GetOptions.USUAL.into(out).limits(new RateLimits(RateLimits.UNLIMITED, 1 << 20)));
      await().until(() -> second.fetches.details(file.id()).transfer().done() > 0);

      second.fetches.remove(file.id(), false).get(20, TimeUnit.SECONDS);

      assertThat(out.resolve("begun.bin")).exists();
      second.shares.refresh().get(20, TimeUnit.SECONDS);
      assertThat(second.book.size()).isZero();
      second.restart();
      second.shares.refresh().get(20, TimeUnit.SECONDS);
      assertThat(second.book.size()).isZero();

      Files.delete(out.resolve("begun.bin"));
      Files.writeString(out.resolve("begun.bin"), "the user's own");
      second.shares.refresh().get(20, TimeUnit.SECONDS);
      assertThat(second.book.size()).isEqualTo(1);
    }
  }

  /** It never wrote a byte: what the user put there is his, and shared once it is off the list. */
  @Test
  void theUsersOwnFileIsSharedAgain() throws Exception {
    KnownFile file = KnownFile.random("report.pdf", 1 << 20, 4);
    Path out = Files.createDirectories(folder.resolve("out"));
    try (Peer peer = new Peer(1)) {
      peer.shares.add(out);
      peer.fetches.get(file.unsigned(), GetOptions.USUAL.into(out));
      await().until(() -> peer.fetches.details(file.id()).transfer().file().isPresent());
      Files.writeString(out.resolve("report.pdf"), "the user's own");

      peer.fetches.remove(file.id(), false).get(20, TimeUnit.SECONDS);
      peer.shares.refresh().get(20, TimeUnit.SECONDS);

      assertThat(peer.book.size()).isEqualTo(1);
    }
  }

  /** What is whole stays shared when its transfer is taken off the list, also after a restart. */
  @Test
  void aWholeFileStaysShared() throws Exception {
    KnownFile file = KnownFile.random("whole.bin", 1 << 20, 5);
    group.knows(file.unsigned());
    Path share = Files.createDirectories(folder.resolve("share"));
    file.saveIn(share);
    try (Peer first = new Peer(1);
        Peer second = new Peer(2)) {
      first.shares.add(share);
      first.shares.refresh().get(20, TimeUnit.SECONDS);
      first.holds(file);
      second.fetch(file);

      second.fetches.remove(file.id(), false).get(20, TimeUnit.SECONDS);
      second.restart();

      second.shares.refresh().get(20, TimeUnit.SECONDS);
      assertThat(second.book.size()).isEqualTo(1);
      assertThat(second.shares.byRoot(file.root())).isPresent();
    }
  }

  /** Earlier versions left paths alone for ever: no transfer writes there, so they are let go. */
  @Test
  void whatNoTransferOwnsIsLetGoAtTheStart() throws Exception {
    Path out = Files.createDirectories(folder.resolve("out"));
    Files.writeString(out.resolve("mine.txt"), "the user's own");
    try (Peer peer = new Peer(1)) {
      peer.shares.hold(out.resolve("mine.txt"));
      peer.shares.add(out);
      peer.shares.refresh().get(20, TimeUnit.SECONDS);
      assertThat(peer.book.size()).isZero();

      peer.restart();

      peer.shares.refresh().get(20, TimeUnit.SECONDS);
      assertThat(peer.book.size()).isEqualTo(1);
    }
  }
}
