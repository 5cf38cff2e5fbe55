package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.ScrapeCounts;
import minibit.core.announce.ScrapeResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.udp.ConnectionIds;
import minibit.core.announce.udp.UdpAnswer;
import minibit.core.announce.udp.UdpPackets;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import minibit.daemon.trace.WireTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our tracker over UDP on loopback: asked by our client, and by those who mean no good. */
@Timeout(30)
class UdpTrackerServerTest {
  private static final InfoHash HASH = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");

  private final TrackerClients clients =
      new TrackerClients(InstantSource.system(), new Random(1), SourceAddress.ANY);
  private TrackerServer server;

  @BeforeEach
  void start() throws IOException {
    server = started("127.0.0.1");
  }

  private static TrackerServer started(String host) throws IOException {
    InetSocketAddress any = new InetSocketAddress(host, 0);
    return TrackerServer.start(TrackerSettings.at(any).withUdp(Optional.of(any)));
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  private int udpPort() {
    return server.udpAddress().orElseThrow().getPort();
  }

  private List<PeerAddress> announce(String scheme, int peer, AnnounceEvent event) {
    String host = server.address().getAddress().getHostAddress();
    String at = host.contains(":") ? "[::1]" : "127.0.0.1";
    int port = scheme.equals("udp") ? udpPort() : server.port();
    TrackerUrl url = TrackerUrl.parse(scheme + "://" + at + ":" + port + "/announce").get();
    return announce(url, peer, event);
  }

  private List<PeerAddress> announce(TrackerUrl url, int peer, AnnounceEvent event) {
    AnnounceRequest request =
        new AnnounceRequest(
            HASH, PeerId.random(new Random(peer)), peer, 0, 0, 9, event, 50, peer, "");
    AnnounceResponse response =
        clients.announce(url, request).orTimeout(15, TimeUnit.SECONDS).join();
    assertThat(response).isInstanceOf(AnnounceResponse.Accepted.class);
    return ((AnnounceResponse.Accepted) response).peers();
  }

  /** Who came over UDP and who came over HTTP are told of each other, and never of themselves. */
  @Test
  void bothFacesShareTheirSwarms() throws Exception {
    assertThat(announce("udp", 7001, AnnounceEvent.STARTED)).isEmpty();
    assertThat(announce("http", 7002, AnnounceEvent.STARTED))
        .extracting(PeerAddress::port)
        .containsExactly(7001);
    assertThat(announce("udp", 7001, AnnounceEvent.NONE))
        .extracting(PeerAddress::port)
        .containsExactly(7002);
    announce("http", 7002, AnnounceEvent.STOPPED);
    assertThat(announce("udp", 7001, AnnounceEvent.NONE)).isEmpty();
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI stats = URI.create("http://127.0.0.1:" + server.port() + "/stats");
      assertThat(http.send(HttpRequest.newBuilder(stats).build(), BodyHandlers.ofString()).body())
          .contains("\"announces\":3", "\"peerCount\":1");
    }
  }

  /** Over IPv6 an entry has 18 bytes, and peers of the other family are left out. */
  @Test
  void familiesAreKeptApart() throws IOException {
    server.close();
    server = started("::1");
    announce("udp", 7001, AnnounceEvent.STARTED);
    PeerAddress other = announce("udp", 7002, AnnounceEvent.STARTED).getFirst();
    assertThat(other.port()).isEqualTo(7001);
    assertThat(other.isIpv6()).isTrue();
  }

  @Test
  void scrapesCountWhatIsThere() {
    announce("udp", 7001, AnnounceEvent.STARTED);
    TrackerUrl url = TrackerUrl.parse("udp://127.0.0.1:" + udpPort() + "/announce").get();
    InfoHash unknown = InfoHash.of(new byte[20]);
    ScrapeResponse response =
        clients.scrape(url, List.of(unknown, HASH)).orTimeout(15, TimeUnit.SECONDS).join();
    assertThat(response).isInstanceOf(ScrapeResponse.Counts.class);
    assertThat(((ScrapeResponse.Counts) response).torrents())
        .containsEntry(unknown, new ScrapeCounts(0, 0, 0))
        .containsEntry(HASH, new ScrapeCounts(0, 0, 1));
  }

  /** Whoever shows no connection id of ours gets nothing; a connect gets no more than it sent. */
  @Test
  void nothingGrowsBeforeAConnectionId() throws Exception {
    AnnounceRequest request =
        new AnnounceRequest(
            HASH, PeerId.random(new Random(9)), 9, 0, 0, 0, AnnounceEvent.NONE, 50, 9, "");
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(10_000);
      socket.connect(InetAddress.getLoopbackAddress(), udpPort());
      Random random = new Random(5);
      for (int i = 0; i < 500; i++) {
        byte[] noise = new byte[random.nextInt(1500)];
        random.nextBytes(noise);
        send(socket, noise);
      }
      send(socket, UdpPackets.announce(12345, 1, request, ""));
      send(socket, UdpPackets.scrape(12345, 2, List.of(HASH)));
      send(socket, Arrays.copyOf(UdpPackets.connect(3), 1400));
      byte[] connected = receive(socket);
      assertThat(connected).hasSize(16);
      UdpAnswer.Connected given =
          (UdpAnswer.Connected) UdpPackets.decode(connected, false).orElseThrow();
      assertThat(given.transaction()).as("the first answer of all").isEqualTo(3);

      send(socket, Arrays.copyOf(UdpPackets.announce(given.connection(), 4, request, ""), 50));
      UdpAnswer refused = UdpPackets.decode(receive(socket), false).orElseThrow();
      assertThat(refused).isInstanceOf(UdpAnswer.Error.class);
      assertThat(((UdpAnswer.Error) refused).message()).contains("98");

      send(socket, UdpPackets.announce(given.connection(), 5, request, "/x?y=" + "z".repeat(600)));
      assertThat(receive(socket)).hasSize(20);
    }
  }

  private static void send(DatagramSocket socket, byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length));
  }

  private static byte[] receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /**
   * Whatever is sent under a good connection id, the tracker lives: its answers go by BEP 15, one
   * for a packet at most, and none is there for what bears no id of ours.
   */
  @Test
  void anyPacketIsSurvived() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(10_000);
      socket.connect(InetAddress.getLoopbackAddress(), udpPort());
      send(socket, UdpPackets.connect(1));
      long connection = ByteBuffer.wrap(receive(socket)).getLong(8);
      Random random = new Random(7);
      for (int i = 0; i < 2_000; i++) {
        byte[] packet = new byte[16 + random.nextInt(random.nextBoolean() ? 100 : 2_500)];
        random.nextBytes(packet);
        boolean known = random.nextInt(4) > 0;
        ByteBuffer.wrap(packet).putInt(8, random.nextInt(5)).putInt(12, 1_000 + i);
        if (known) {
          ByteBuffer.wrap(packet).putLong(0, connection);
        }
        send(socket, packet);
        if (known) {
          byte[] answer = receive(socket);
          assertThat(answer.length).isBetween(8, 1_232);
          assertThat(ByteBuffer.wrap(answer).getInt(4)).isEqualTo(1_000 + i);
          assertThat(UdpPackets.decode(answer, false)).isPresent();
        }
      }
    }
  }

  /** Where the system has no batches datagrams are answered one by one, and no differently. */
  @Test
  void oneByOneIsTheSame() throws IOException {
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    UdpCounts counts = new UdpCounts();
    UdpFace face =
        new UdpFace(
            new LockedRegistry(
                new SwarmRegistry(RegistrySettings.DEFAULTS, new Random(1), _ -> {}),
                InstantSource.system()),
            new ConnectionIds(1, 2),
            WireTrace.NONE,
            counts);
    server.close();
    int port;
    try (UdpTrackerServer alone = UdpTrackerServer.open(any, face, InstantSource.system(), false)) {
      port = alone.address().getPort();
      assertThat(announceAt(port, 7001)).isEmpty();
      assertThat(announceAt(port, 7002)).extracting(PeerAddress::port).containsExactly(7001);
      assertThat(counts.announces.sum()).isEqualTo(2);
    }
    try (DatagramSocket again = new DatagramSocket(port, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(again.getLocalPort()).isEqualTo(port);
    }
  }

  private List<PeerAddress> announceAt(int port, int peer) {
    TrackerUrl url = TrackerUrl.parse("udp://127.0.0.1:" + port + "/announce").get();
    return announce(url, peer, AnnounceEvent.STARTED);
  }

  /** Numbers for Prometheus, and the same in {@code /stats}. */
  @Test
  void whatHappensIsCounted() throws Exception {
    announce("udp", 7001, AnnounceEvent.STARTED);
    announce("http", 7002, AnnounceEvent.STARTED);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        HttpClient http = HttpClient.newHttpClient()) {
      socket.connect(InetAddress.getLoopbackAddress(), udpPort());
      send(socket, new byte[30]);
      await()
          .untilAsserted(
              () ->
                  assertThat(get(http, "/metrics"))
                      .contains(
                          "# TYPE minibit_tracker_peers gauge\nminibit_tracker_peers 2\n",
                          "\nminibit_tracker_torrents 1\n",
                          "\nminibit_tracker_http_announces_total 1\n",
                          "\nminibit_tracker_udp_connects_total 1\n",
                          "\nminibit_tracker_udp_announces_total 1\n",
                          "\nminibit_tracker_udp_ignored_total 1\n",
                          "\nminibit_tracker_udp_dropped_total 0\n"));
      assertThat(get(http, "/stats")).contains("\"ignored\":1", "\"dropped\":0");
    }
  }

  private String get(HttpClient http, String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.port() + path);
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  /** However many are there, an answer fits one packet, and the asker is not in it. */
  @Test
  void answersFitAPacket() throws Exception {
    for (int peer = 1; peer <= 300; peer++) {
      announce("http", peer, AnnounceEvent.STARTED);
    }
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(10_000);
      socket.connect(InetAddress.getLoopbackAddress(), udpPort());
      send(socket, UdpPackets.connect(1));
      long connection = ByteBuffer.wrap(receive(socket)).getLong(8);
      AnnounceRequest greedy =
          new AnnounceRequest(
              HASH,
              PeerId.random(new Random(400)),
              400,
              0,
              0,
              9,
              AnnounceEvent.NONE,
              Integer.MAX_VALUE,
              4,
              "");
      send(socket, UdpPackets.announce(connection, 2, greedy, ""));
      UdpAnswer.Announced answer =
          (UdpAnswer.Announced) UdpPackets.decode(receive(socket), false).orElseThrow();
      assertThat(answer.peers()).hasSize(200).doesNotHaveDuplicates();
      assertThat(answer.peers()).extracting(PeerAddress::port).doesNotContain(400);
      assertThat(answer.leechers()).isEqualTo(301);
    }
  }

  /** Sockets that share a port must not join another tracker's. */
  @Test
  void aTakenPortIsSaid() {
    InetSocketAddress taken = new InetSocketAddress("127.0.0.1", udpPort());
    TrackerSettings settings =
        TrackerSettings.at(new InetSocketAddress("127.0.0.1", 0)).withUdp(Optional.of(taken));
    assertThatThrownBy(() -> TrackerServer.start(settings)).isInstanceOf(BindException.class);
    int port = taken.getPort();
    server.close();
    assertThat(port).isPositive();
  }

  @Test
  void theAddressReachedIsTheNearest() {
    PeerAddress loopback = PeerAddress.of(new byte[] {127, 0, 0, 1}, 1);
    PeerAddress lab = PeerAddress.of(new byte[] {10, 1, 2, 3}, 1);
    PeerAddress home = PeerAddress.of(new byte[] {(byte) 192, (byte) 168, 0, 7}, 1);
    List<PeerAddress> own = List.of(loopback, lab, home);
    assertThat(OwnAddresses.nearest(own, PeerAddress.of(new byte[] {10, 1, 9, 9}, 5)))
        .isEqualTo(lab);
    assertThat(OwnAddresses.nearest(own, home.withPort(5))).isEqualTo(home);
    assertThat(OwnAddresses.nearest(own, PeerAddress.of(new byte[] {127, 0, 0, 9}, 5)))
        .isEqualTo(loopback);
  }
}
