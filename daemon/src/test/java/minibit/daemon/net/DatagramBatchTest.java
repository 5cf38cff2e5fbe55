package minibit.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams by batches, between it and the JDK's own sockets on loopback. */
@Timeout(30)
class DatagramBatchTest {
  private static final DatagramBatch.Settings SETTINGS =
      new DatagramBatch.Settings(8, 100, 200, false, 1 << 20, 0);

  @BeforeEach
  void onlyWhereItWorks() {
    assumeTrue(DatagramBatch.isSupported());
  }

  /** A port that was free a moment ago. */
  private static InetSocketAddress free(String host) throws IOException {
    InetAddress address = InetAddress.ofLiteral(host);
    try (DatagramSocket probe = new DatagramSocket(0, address)) {
      return new InetSocketAddress(address, probe.getLocalPort());
    }
  }

  /** Each answer goes where its question came from; what is too long is cut off. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0"})
  void answersGoWhereTheyBelong(String host) throws Exception {
    InetSocketAddress at = free(host);
    InetAddress near = InetAddress.ofLiteral(host.equals("::1") ? "::1" : "127.0.0.1");
    try (DatagramBatch batch = DatagramBatch.open(at, SETTINGS);
        DatagramSocket one = new DatagramSocket(0, near);
        DatagramSocket other = new DatagramSocket(0, near)) {
      for (int i = 0; i < 4; i++) {
        DatagramSocket from = i % 2 == 0 ? one : other;
        byte[] question = new byte[i == 3 ? 150 : i];
        Arrays.fill(question, (byte) i);
        from.send(new DatagramPacket(question, question.length, near, at.getPort()));
      }
      int seen = 0;
      while (seen < 4) {
        int came = batch.receive();
        for (int i = 0; i < came; i++, seen++) {
          assertThat(batch.in(i).remaining()).isEqualTo(Math.min(seen == 3 ? 150 : seen, 100));
          assertThat(batch.port(i)).isEqualTo((seen % 2 == 0 ? one : other).getLocalPort());
          assertThat(InetAddress.getByAddress(batch.ip(i))).isEqualTo(near);
          batch.out().put(new byte[seen * 10]);
          batch.reply(i);
        }
        assertThat(batch.flush()).isZero();
      }
      assertThat(lengths(one)).containsExactly(0, 20);
      assertThat(lengths(other)).containsExactly(10, 30);
      assertThat(batch.dropped()).isZero();
    }
  }

  private static int[] lengths(DatagramSocket socket) throws IOException {
    socket.setSoTimeout(10_000);
    int[] lengths = new int[2];
    for (int i = 0; i < 2; i++) {
      DatagramPacket packet = new DatagramPacket(new byte[500], 500);
      socket.receive(packet);
      lengths[i] = packet.getLength();
    }
    return lengths;
  }

  /** Whoever waits is woken, and the port is free again. */
  @Test
  void stopWakesItsOwner() throws Exception {
    InetSocketAddress at = free("127.0.0.1");
    DatagramBatch batch = DatagramBatch.open(at, SETTINGS);
    AtomicInteger came = new AtomicInteger(-1);
    Thread owner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    came.set(batch.receive());
                  } catch (IOException e) {
                    came.set(-2);
                  }
                });
    await().until(() -> owner.getState() == Thread.State.RUNNABLE);
    batch.stop();
    owner.join();
    assertThat(came).hasValue(0);
    assertThat(batch.isStopped()).isTrue();
    batch.close();
    batch.close();
    assertThat(batch.dropped()).isZero();
    DatagramBatch.open(at, SETTINGS).close();
  }

  /** What finds no room is counted. */
  @Test
  void whatTheKernelDropsIsCounted() throws Exception {
    InetSocketAddress at = free("127.0.0.1");
    DatagramBatch.Settings small = new DatagramBatch.Settings(8, 100, 200, false, 4_096, 0);
    try (DatagramBatch batch = DatagramBatch.open(at, small);
        DatagramSocket one = new DatagramSocket(0, at.getAddress())) {
      for (int i = 0; i < 200; i++) {
        one.send(new DatagramPacket(new byte[90], 90, at));
      }
      int came = 0;
      long sent = 200;
      while (came + batch.dropped() < sent) {
        came += batch.receive();
      }
      assertThat(batch.dropped()).isPositive();
    }
  }

  /** A port that nobody is at spoils only what goes there. */
  @Test
  void nobodyHoldsTheOthersUp() throws Exception {
    InetSocketAddress at = free("127.0.0.1");
    try (DatagramBatch batch = DatagramBatch.open(at, SETTINGS);
        DatagramSocket one = new DatagramSocket(0, at.getAddress())) {
      DatagramSocket gone = new DatagramSocket(0, at.getAddress());
      gone.send(new DatagramPacket(new byte[1], 1, at));
      one.send(new DatagramPacket(new byte[2], 2, at));
      assertThat(batch.receive()).isEqualTo(2);
      gone.close();
      for (int i = 0; i < 2; i++) {
        batch.out().put(new byte[i]);
        batch.reply(i);
      }
      batch.flush();
      one.setSoTimeout(10_000);
      DatagramPacket packet = new DatagramPacket(new byte[500], 500);
      one.receive(packet);
      assertThat(packet.getLength()).isEqualTo(1);
    }
  }

  @Test
  void aTakenPortIsSaid() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      InetSocketAddress at = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(() -> DatagramBatch.open(at, SETTINGS)).isInstanceOf(BindException.class);
    }
  }

  @Test
  void whoIsConnectedSpeaksWithOne() throws Exception {
    InetSocketAddress at = free("127.0.0.2");
    DatagramBatch.Settings waiting = new DatagramBatch.Settings(8, 100, 200, false, 1 << 20, 20);
    try (DatagramBatch batch = DatagramBatch.open(at, waiting);
        DatagramSocket one = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      batch.connect((InetSocketAddress) one.getLocalSocketAddress());
      assertThat(batch.receive()).as("the time is up").isZero();
      batch.out().put(new byte[7]);
      batch.send();
      batch.out().put(new byte[9]);
      batch.send();
      assertThat(batch.flush()).isZero();
      assertThat(lengths(one)).containsExactly(7, 9);
    }
  }
}
