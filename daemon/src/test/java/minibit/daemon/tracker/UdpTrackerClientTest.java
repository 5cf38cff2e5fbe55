package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.announce.udp.UdpPackets;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The UDP client against a scripted tracker on loopback. */
class UdpTrackerClientTest {
  private final UdpTrackerClient client =
      new UdpTrackerClient(InstantSource.system(), new Random(1), SourceAddress.ANY);

  @AfterEach
  void close() {
    client.close();
  }

  /** Answers a packet, or does not. */
  private interface Script {
    Optional<ByteBuffer> answer(ByteBuffer packet, int length);
  }

  /** A tracker that serves until its socket closes. */
  private static DatagramSocket tracker(Script script) throws IOException {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual()
        .start(
            () -> {
              byte[] buffer = new byte[2048];
              try {
                while (!socket.isClosed()) {
                  DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                  socket.receive(packet);
                  Optional<ByteBuffer> answer =
                      script.answer(ByteBuffer.wrap(buffer), packet.getLength());
                  if (answer.isPresent()) {
                    byte[] bytes = Arrays.copyOf(answer.get().array(), answer.get().position());
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                  }
                }
              } catch (IOException e) {
                // The test closed the socket.
              }
            });
    return socket;
  }

  private AnnounceResponse announce(int port, Duration limit) {
    TrackerUrl url = TrackerUrl.parse("udp://127.0.0.1:" + port + "/dir?a=b").orElseThrow();
    AnnounceRequest request =
        new AnnounceRequest(
            InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2"),
            PeerId.random(new Random(2)),
            6881,
            1,
            2,
            3,
            AnnounceEvent.STARTED,
            50,
            7,
            "");
    return client.announce(url, request, limit).join();
  }

  /** Connect, announce with path and query as options, addresses back. */
  @Test
  void announceIsTaken() throws Exception {
    Script script =
        (packet, length) -> {
          int action = packet.getInt(8);
          ByteBuffer answer = ByteBuffer.allocate(64).putInt(action).putInt(packet.getInt(12));
          if (action == 0) {
            return Optional.of(answer.putLong(0x1122334455667788L));
          }
          boolean good =
              packet.getLong(0) == 0x1122334455667788L
                  && packet.getInt(80) == 2
                  && UdpPackets.urlData(Arrays.copyOfRange(packet.array(), 98, length))
                      .equals("/dir?a=b");
          return Optional.of(
              answer
                  .putInt(1800)
                  .putInt(good ? 4 : 0)
                  .putInt(5)
                  .put(new byte[] {127, 0, 0, 1, 0x1a, (byte) 0xe1}));
        };
    try (DatagramSocket socket = tracker(script)) {
      AnnounceResponse.Accepted answer =
          (AnnounceResponse.Accepted) announce(socket.getLocalPort(), Duration.ofSeconds(20));
      assertThat(answer.interval()).isEqualTo(Duration.ofMinutes(30));
      assertThat(answer.leechers()).hasValue(4);
      assertThat(answer.seeders()).hasValue(5);
      assertThat(answer.peers())
          .extracting(PeerAddress::toString)
          .containsExactly("127.0.0.1:6881");
    }
  }

  @Test
  void errorIsARefusal() throws Exception {
    Script script =
        (packet, _) ->
            Optional.of(
                ByteBuffer.allocate(64)
                    .putInt(3)
                    .putInt(packet.getInt(12))
                    .put(new byte[] {'n', 'o'}));
    try (DatagramSocket socket = tracker(script)) {
      assertThat(announce(socket.getLocalPort(), Duration.ofSeconds(20)))
          .isEqualTo(new AnnounceResponse.Refused("no", new AnnounceResponse.Retry.Unsaid()));
    }
  }

  /** Silence and nobody there are failures with names, within the limit. */
  @Test
  void silenceIsAFailure() throws Exception {
    try (DatagramSocket socket = tracker((_, _) -> Optional.empty())) {
      assertThat(announce(socket.getLocalPort(), Duration.ofMillis(300)))
          .isEqualTo(new AnnounceResponse.Failed("timeout", "no answer in time"));
    }
    int free;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(announce(free, Duration.ofSeconds(20)))
        .isInstanceOf(AnnounceResponse.Failed.class)
        .extracting("code")
        .isEqualTo("unreachable");
  }
}
