package minibit.daemon.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HandleCacheTest {
  private static final Object HUNG = "an owner on a disk that hangs";
  private static final Object OTHER = "an owner on another";

  @TempDir Path folder;

  private final HandleCache handles = new HandleCache(1);
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** A dead mount would stop every torrent. */
  @Test
  void whoOpensAFileThatHangsHoldsUpNobodyElse() throws Exception {
    CompletableFuture<HandleCache.Handle> hung =
        CompletableFuture.supplyAsync(
            () -> acquire(HUNG, this::openSlowly), Thread::startVirtualThread);
    opening.await();

    CompletableFuture<Void> others =
        CompletableFuture.runAsync(
            () -> {
              handles.release(acquire(OTHER, this::open));
              handles.forget(OTHER);
            },
            Thread::startVirtualThread);
    others.get(5, TimeUnit.SECONDS);

    goOn.countDown();
    HandleCache.Handle handle = hung.get(5, TimeUnit.SECONDS);
    assertThat(handle.channel().isOpen()).isTrue();
    handles.release(handle);
    assertThat(handles.size()).isOne();
  }

  /** It is taken out while it opens: its user closes it. */
  @Test
  void whatIsForgottenWhileItOpensIsClosedAfterUse() throws Exception {
    CompletableFuture<HandleCache.Handle> hung =
        CompletableFuture.supplyAsync(
            () -> acquire(HUNG, this::openSlowly), Thread::startVirtualThread);
    opening.await();
    handles.forget(HUNG);
    assertThat(handles.size()).isZero();
    goOn.countDown();

    HandleCache.Handle handle = hung.get(5, TimeUnit.SECONDS);
    FileChannel channel = handle.channel();
    assertThat(channel.isOpen()).isTrue();
    handles.release(handle);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aFileThatDoesNotOpenIsTriedAgain() throws Exception {
    assertThatThrownBy(
            () ->
                handles.acquire(
                    OTHER,
                    1,
                    true,
                    _ -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(handles.size()).isZero();

    HandleCache.Handle handle = acquire(OTHER, this::open);
    assertThat(handle.channel().isOpen()).isTrue();
    handles.release(handle);
  }

  @Test
  void theFileOfAnotherIsClosedWhenThereAreTooMany() throws Exception {
    HandleCache.Handle first = acquire(HUNG, this::open);
    FileChannel channel = first.channel();
    handles.release(first);

    handles.release(acquire(OTHER, this::open));

    assertThat(handles.size()).isOne();
    await().until(() -> !channel.isOpen());
  }

  private HandleCache.Handle acquire(Object owner, HandleCache.Opener opener) {
    try {
      return handles.acquire(owner, 1, true, opener);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private FileChannel openSlowly(boolean write) throws IOException {
    opening.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return open(write);
  }

  private FileChannel open(boolean write) throws IOException {
    return FileChannel.open(
        folder.resolve("file"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }
}
