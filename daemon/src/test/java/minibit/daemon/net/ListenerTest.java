package minibit.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The listening port, opened and closed. */
@Timeout(30)
class ListenerTest {
  private final Logged logged = new Logged(Listener.class);

  @AfterEach
  void listenNoMore() {
    logged.close();
  }

  /** Its loop has other things to do first, and finds it closed: no fault. */
  @Test
  void whoClosesAtOnceIsNotToldOfAFault() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (Loop loop = new Loop("busy", new BufferPool(1 << 20))) {
      loop.execute(() -> awaited(busy));
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Listener.open(loop, any, (SocketChannel channel, InetSocketAddress _) -> channel.close())
          .close();
      loop.execute(done::countDown);
      busy.countDown();
      done.await();
    }

    assertThat(logged.lines()).isEmpty();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
