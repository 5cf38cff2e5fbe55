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
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trackers that are reached over IPv6, and from which of our addresses they are asked. */
@Timeout(20)
class Ipv6TrackerTest {
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");

  /** Peers that came over IPv6 are given as such (BEP 7), in {@code peers6}. */
  @Test
  void overHttp() throws Exception {
    InetSocketAddress listen = new InetSocketAddress("::1", 0);
    try (TrackerServer server =
            TrackerServer.start(TrackerSettings.at(listen), _ -> {}, WireTrace.NONE);
        TrackerClients clients = clients(SourceAddress.ANY)) {
      String url = "http://[::1]:" + server.port() + "/announce";
      assertThat(peers(clients, url, 1)).isEmpty();

      assertThat(peers(clients, url, 2))
          .containsExactly(PeerAddress.of(InetAddress.getByName("::1").getAddress(), 6881));
    }
  }

  /** The same over UDP: 18 bytes a peer, as BEP 15 has it there. */
  @Test
  void overUdp() throws Exception {
    InetAddress loopback = InetAddress.getByName("::1");
    try (UdpTracker tracker = new UdpTracker(loopback, loopback);
        TrackerClients clients = clients(SourceAddress.ANY)) {
      assertThat(peers(clients, "udp://[::1]:" + tracker.port(), 1))
          .containsExactly(PeerAddress.of(loopback.getAddress(), 6881));
    }
  }

  /** A UDP tracker sees the address on which we listen, where that leads to it at all. */
  @Test
  void udpComesFromTheListeningAddress() throws Exception {
    InetAddress server = InetAddress.getByName("127.0.0.1");
    InetAddress own = InetAddress.getByName("127.0.0.5");
    try (UdpTracker tracker = new UdpTracker(server, own)) {
      String url = "udp://127.0.0.1:" + tracker.port();
      try (TrackerClients clients = clients(SourceAddress.of(new InetSocketAddress(own, 6881)))) {
        assertThat(peers(clients, url, 1)).hasSize(1);
      }
      assertThat(tracker.callers.poll(5, TimeUnit.SECONDS)).isEqualTo(own);
      tracker.callers.clear();
      SourceAddress other = SourceAddress.of(new InetSocketAddress("::1", 6881));
      try (TrackerClients clients = clients(other)) {
        assertThat(peers(clients, url, 1)).hasSize(1);
      }
      assertThat(tracker.callers.poll(5, TimeUnit.SECONDS)).isEqualTo(server);
    }
  }

  private static TrackerClients clients(SourceAddress source) {
    return new TrackerClients(InstantSource.system(), new Random(1), source);
  }

  private static List<PeerAddress> peers(TrackerClients clients, String url, int peer) {
    AnnounceResponse response =
        clients
            .announce(
                TrackerUrl.parse(url).orElseThrow(),
                new AnnounceRequest(
                    HASH,
                    PeerId.random(new Random(peer)),
                    6880 + peer,
                    0,
                    0,
                    9,
                    AnnounceEvent.STARTED,
                    50,
                    7,
                    ""))
            .orTimeout(Duration.ofSeconds(15).toMillis(), TimeUnit.MILLISECONDS)
            .join();
    assertThat(response).isInstanceOf(AnnounceResponse.Accepted.class);
    return ((AnnounceResponse.Accepted) response).peers();
  }

  /** Knows one peer, and remembers who asked. */
  private static final class UdpTracker implements AutoCloseable {
    private final DatagramSocket socket;
    private final byte[] peer;
    private final BlockingQueue<InetAddress> callers = new LinkedBlockingQueue<>();

    UdpTracker(InetAddress at, InetAddress peer) throws IOException {
      this.socket = new DatagramSocket(new InetSocketAddress(at, 0));
      this.peer = peer.getAddress();
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve() {
      byte[] buffer = new byte[2048];
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
          socket.receive(packet);
          callers.add(packet.getAddress());
          ByteBuffer asked = ByteBuffer.wrap(buffer);
          ByteBuffer answer = ByteBuffer.allocate(64);
          answer.putInt(asked.getInt(8)).putInt(asked.getInt(12));
          if (asked.getInt(8) == 0) {
            answer.putLong(0x1122334455667788L);
          } else {
            answer.putInt(1800).putInt(1).putInt(1).put(peer).putShort((short) 6881);
          }
          socket.send(
              new DatagramPacket(answer.array(), answer.position(), packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // The test closed it.
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
