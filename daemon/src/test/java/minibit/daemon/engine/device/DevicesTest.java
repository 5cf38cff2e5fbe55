package minibit.daemon.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import minibit.daemon.net.BufferPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DevicesTest {
  private final Devices devices =
      new Devices(path -> path, new BufferPool(8 << 20), new BufferPool(8 << 20));

  @AfterEach
  void close() {
    devices.shutdown();
  }

  @Test
  void whatIsNotThereYetLiesWithItsParent(@TempDir Path folder) {
    assertThat(Devices.nameOf(folder.resolve("a").resolve("b"))).isEqualTo(Devices.nameOf(folder));
  }

  @Test
  void onlySoManyAreToldApart() {
    Device first = devices.of(Path.of("0"));
    for (int i = 1; i < Devices.MOST; i++) {
      assertThat(devices.of(Path.of("" + i))).isNotSameAs(first);
    }

    assertThat(devices.of(Path.of("more"))).isSameAs(devices.of(Path.of("most")));
    assertThat(devices.of(Path.of("0"))).isSameAs(first);
  }

  @Test
  void aDiskThatIsLongInOneTaskIsSilent() throws Exception {
    Device device = devices.of(Path.of("hung"));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    device.disk().execute(() -> hang(begun, back));
    begun.await();
    long now = System.nanoTime();

    assertThat(device.silentSeconds(now)).isZero();
    assertThat(device.silentSeconds(now + TimeUnit.SECONDS.toNanos(12))).isBetween(12L, 42L);
    assertThat(devices.of(Path.of("other")).silentSeconds(now)).isZero();

    back.countDown();
    devices.shutdown();
    devices.awaitTermination(10_000);
    assertThat(device.silentSeconds(now + TimeUnit.SECONDS.toNanos(12))).isZero();
  }

  /** All that hangs on one device leaves the threads of another. */
  @Test
  void eachHasThreadsOfItsOwn() throws Exception {
    Device hung = devices.of(Path.of("hung"));
    CountDownLatch begun = new CountDownLatch(DiskThreads.COUNT);
    CountDownLatch back = new CountDownLatch(1);
    for (int i = 0; i < 2 * DiskThreads.COUNT; i++) {
      hung.disk().execute(() -> hang(begun, back));
    }
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      hung.hashers().execute(() -> hang(begun, back));
    }
    begun.await();
    Device other = devices.of(Path.of("other"));

    CompletableFuture.runAsync(() -> {}, other.disk()).get(10, TimeUnit.SECONDS);
    CompletableFuture.runAsync(() -> {}, other.hashers()).get(10, TimeUnit.SECONDS);
    CompletableFuture.runAsync(() -> {}, other.leaves()).get(10, TimeUnit.SECONDS);
    back.countDown();
  }

  private static void hang(CountDownLatch begun, CountDownLatch back) {
    begun.countDown();
    try {
      back.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
