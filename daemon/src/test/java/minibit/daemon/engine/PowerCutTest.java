package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.disk.resume.JournalStore;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.disk.resume.ResumeStore;
import minibit.daemon.engine.TorrentStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine loses its power and starts again. A piece is a hole then, in a file of the right length
 * and time: what a file system leaves of bytes that never came to the disk.
 */
@Timeout(60)
class PowerCutTest {
  private static final int SIZE = 600_000;

  private final SampleTorrent sample = SampleTorrent.single(Version.V1, SIZE, 77);

  @TempDir Path folder;

  @Test
  void whatMayBeLostIsReadBeforeItIsServed() throws Exception {
    download(new JournalStore(folder.resolve("home"), () -> boot(1)), TransferTest.local());
    loseAPiece();

    try (Engine engine = engine(new JournalStore(folder.resolve("home"), () -> boot(2)))) {
      Torrent again = add(engine);
      await().until(() -> again.status().state() != State.CHECKING);

      assertThat(again.status().state()).isEqualTo(State.DOWNLOADING);
    }
  }

  /** Or a large library would be read after every restart. */
  @Test
  void whatWasForcedToTheDiskIsNotReadAgain() throws Exception {
    Forced forced = new Forced(new JournalStore(folder.resolve("home"), () -> boot(1)));
    download(forced, TransferTest.local().withForceAfter(Duration.ofMillis(1)));
    // Nobody could tell, but by reading it.
    loseAPiece();

    try (Engine engine = engine(new JournalStore(folder.resolve("home"), () -> boot(2)))) {
      Torrent again = add(engine);

      again.completed().get(10, TimeUnit.SECONDS);
      assertThat(again.status().state()).isEqualTo(State.SEEDING);
    }
  }

  private static byte[] boot(int number) {
    return new byte[] {(byte) number};
  }

  private static Engine engine(ResumeStore store) throws IOException {
    return Engine.open(TransferTest.local(), store);
  }

  private Torrent add(Engine engine) {
    return engine.add(TorrentSpec.of(sample.metainfo(), folder.resolve("target")));
  }

  private void download(ResumeStore store, EngineSettings settings) throws Exception {
    Path source = folder.resolve("source");
    sample.saveIn(source);
    try (Engine seeder = Engine.open(TransferTest.local());
        Engine leecher = Engine.open(settings, store)) {
      seeder.add(TorrentSpec.of(sample.metainfo(), source)).completed().get(10, TimeUnit.SECONDS);
      Torrent download = add(leecher);
      download.addPeers(List.of(TransferTest.addressOf(seeder)));
      download.completed().get(20, TimeUnit.SECONDS);
      if (store instanceof Forced forced) {
        forced.awaitAll(download);
      }
      // What is removed when it is whole is forgotten; what is paused is remembered.
      download.pause();
      await().until(() -> download.status().state() == State.PAUSED);
      await().until(() -> leecher.status().connections() == 0);
    }
  }

  private void loseAPiece() throws IOException {
    Path file = folder.resolve("target").resolve(sample.metainfo().name());
    FileTime time = Files.getLastModifiedTime(file);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.write(new byte[SampleTorrent.PIECE]);
    }
    Files.setLastModifiedTime(file, time);
  }

  /** Resume data of which a test hears that everything was forced. */
  private static final class Forced implements ResumeStore {
    private final ResumeStore kept;
    private final CountDownLatch all = new CountDownLatch(1);
    private int verified;
    private int forcing;

    Forced(ResumeStore kept) {
      this.kept = kept;
    }

    @Override
    public ResumeLog open(InfoHashes hashes, Path folder) throws IOException {
      ResumeLog log = kept.open(hashes, folder);
      return (ResumeLog)
          Proxy.newProxyInstance(
              ResumeLog.class.getClassLoader(),
              new Class<?>[] {ResumeLog.class},
              (_, method, arguments) -> {
                Object result = method.invoke(log, arguments);
                told(method.getName());
                return result;
              });
    }

    private synchronized void told(String what) {
      switch (what) {
        case "verified" -> verified++;
        case "forcing" -> forcing = verified;
        case "forced" -> {
          if (forcing == (SIZE + SampleTorrent.PIECE - 1) / SampleTorrent.PIECE) {
            all.countDown();
          }
        }
        default -> {}
      }
    }

    void awaitAll(Torrent torrent) throws InterruptedException {
      assertThat(all.await(20, TimeUnit.SECONDS)).as("%s", torrent.status()).isTrue();
    }

    @Override
    public void close() throws IOException {
      kept.close();
    }
  }
}
