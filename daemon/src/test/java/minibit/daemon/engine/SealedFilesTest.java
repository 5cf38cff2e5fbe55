package minibit.daemon.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import minibit.core.metainfo.Metainfo.Version;
import minibit.daemon.disk.ContentLayout;
import minibit.daemon.disk.FileStorage;
import minibit.daemon.disk.HandleCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SealedFilesTest {
  @TempDir Path folder;

  /** What is remembered of how they look would be wrong at once, and all of them read again. */
  @Test
  void whatIsBeingWrittenIsThereWhenFilesAreSealed() throws Exception {
    SampleTorrent sample = SampleTorrent.single(Version.V1, 100_000, 5);
    HungDisk disk = new HungDisk(1, 1, HungDisk.In.WRITE).goes();
    BitSet all = new BitSet();
    all.set(0);
    FileStorage storage =
        FileStorage.open(
            folder,
            ContentLayout.of(sample.metainfo()),
            all,
            ".part",
            false,
            new HandleCache(1, disk));
    byte[] bytes = {1, 2, 3};
    Thread writer = Thread.ofPlatform().start(() -> write(storage, bytes));
    disk.awaitHanging();
    Thread sealer = Thread.ofPlatform().start(storage::seal);
    await().until(() -> sealer.getState() == Thread.State.WAITING);

    disk.comeBack();
    sealer.join();

    byte[] found = Files.readAllBytes(folder.resolve(sample.metainfo().name()));
    assertThat(found).startsWith(bytes);
    writer.join();
    assertThatThrownBy(() -> storage.write(0, ByteBuffer.wrap(bytes)))
        .isInstanceOf(IOException.class);
    storage.close();
  }

  private static void write(FileStorage storage, byte[] bytes) {
    try {
      storage.write(0, ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
