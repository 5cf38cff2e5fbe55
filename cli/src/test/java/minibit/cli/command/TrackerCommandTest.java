package minibit.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Map;
import minibit.cli.Cli;
import minibit.cli.RunningCli;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.udp.UdpPackets;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;
import org.junit.jupiter.api.Test;

/** {@code tracker} on the command line. */
class TrackerCommandTest {
  /** A taken port is named together with the flag that changes it. */
  @Test
  void takenPortIsNamedWithItsFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Cli byFlag = Cli.run("tracker", "--http", "127.0.0.1:" + port);
      assertThat(byFlag.exit()).isEqualTo(1);
      assertThat(byFlag.err()).contains("127.0.0.1:" + port).contains("--http");

      Cli byEnvironment =
          Cli.run(Map.of("TRACKER_HOST", "127.0.0.1", "TRACKER_PORT", port), "tracker");
      assertThat(byEnvironment.exit()).isEqualTo(1);
      assertThat(byEnvironment.err()).contains(port);
    }
  }

  /** On a terminal one table stands and is redrawn: who is there, and who left. */
  @Test
  void watchRedrawsATableOnATerminal() throws Exception {
    Map<String, String> terminal = Map.of("MINIBIT_TTY", "2", "TERM", "xterm", "COLUMNS", "100");
    try (RunningCli tracker =
        RunningCli.start(terminal, "tracker", "--http", "127.0.0.1:0", "--watch")) {
      String base = base(tracker);
      await().until(() -> tracker.said().contains("Swarms: 0"));

      post(base + "/register", "{\"peer_id\":\"ana\",\"listen_port\":7001}");
      await().until(() -> shown(tracker).contains("ana"));
      assertThat(shown(tracker)).contains("127.0.0.1:7001", "peers: 1");

      post(base + "/unregister", "{\"peer_id\":\"ana\"}");
      await().until(() -> shown(tracker).contains("peers: 0"));
      assertThat(shown(tracker)).doesNotContain("ana");
      assertThat(tracker.lines()).hasSize(1);
    }
  }

  /** Elsewhere the table is printed when something changed, without an escape. */
  @Test
  void watchPrintsChangesElsewhere() throws Exception {
    try (RunningCli tracker = RunningCli.start("tracker", "--http", "127.0.0.1:0", "--watch")) {
      String base = base(tracker);
      post(base + "/register", "{\"peer_id\":\"ana\",\"listen_port\":7001}");

      assertThat(tracker.line("ana")).contains("127.0.0.1:7001");
      assertThat(String.join("\n", tracker.lines()) + tracker.said()).doesNotContain("\u001b");
    }
  }

  private static String base(RunningCli tracker) {
    return tracker.line("/announce").replaceAll(".*(http://[^ ]+)/announce.*", "$1");
  }

  /** What stands on the screen now: what came after the last lines were taken away. */
  private static String shown(RunningCli tracker) {
    String said = tracker.said();
    return said.substring(said.lastIndexOf("\u001b[2K") + 1);
  }

  private static void post(String url, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** With UDP the addresses of both are said; events of both are told alike. */
  @Test
  void udpIsSaidAndHeard() throws Exception {
    try (RunningCli tracker =
        RunningCli.start("tracker", "--json", "--http", "127.0.0.1:0", "--udp")) {
      String port = tracker.line("listening").replaceAll(".*\"udp\":\"127.0.0.1:(\\d+)\".*", "$1");
      try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        socket.setSoTimeout(10_000);
        socket.connect(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.send(packet(UdpPackets.connect(1)));
        DatagramPacket answer = new DatagramPacket(new byte[64], 64);
        socket.receive(answer);
        assertThat(answer.getLength()).isEqualTo(16);
        long connection = ByteBuffer.wrap(answer.getData()).getLong(8);
        AnnounceRequest request =
            new AnnounceRequest(
                InfoHash.of(new byte[20]),
                PeerId.of(new byte[20]),
                7002,
                0,
                0,
                9,
                AnnounceEvent.STARTED,
                50,
                7,
                "");
        socket.send(packet(UdpPackets.announce(connection, 2, request, "/announce")));
      }
      assertThat(tracker.line("joined")).contains("127.0.0.1:7002");
    }
  }

  private static DatagramPacket packet(byte[] bytes) {
    return new DatagramPacket(bytes, bytes.length);
  }

  /** A taken UDP port is named together with its flag. */
  @Test
  void takenUdpPortIsNamedWithItsFlag() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Cli cli = Cli.run("tracker", "--http", "127.0.0.1:0", "--udp", address);
      assertThat(cli.exit()).isEqualTo(1);
      assertThat(cli.err()).contains(address).contains("--udp");
    }
  }

  @Test
  void settingsOutOfRangeAreUsageErrors() {
    assertThat(Cli.run("tracker", "--blocks", "0").exit()).isEqualTo(2);
    assertThat(Cli.run("tracker", "--interval", "0").exit()).isEqualTo(2);
    assertThat(Cli.run("tracker", "--http", "nonsense").exit()).isEqualTo(2);
  }
}
