package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.announce.registry.RegistrySettings;
import minibit.daemon.http.HttpPort;
import org.junit.jupiter.api.Test;

/** Our tracker over loopback: a port that those who mean no good ask, too. */
class TrackerServerTest extends AskedTracker {
  /** Oversized heads and bodies are refused, and a good request still works afterwards. */
  @Test
  void oversizeIsRefused() throws Exception {
    assertThat(raw("GET /announce?" + "a".repeat(HttpPort.MAX_HEAD) + " HTTP/1.1\r\n\r\n"))
        .matches("(?s)HTTP/1.1 4(14|31).*");
    assertThat(
            raw(
                "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + (TrackerRequest.MAX_BODY + 1)
                    + "\r\n\r\n{}"))
        .startsWith("HTTP/1.1 413");
    assertThat(raw("\u0013BitTorrent protocol" + "\0".repeat(48) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
  }

  /** A body that never comes gets its answer in seconds, and holds nobody else up meanwhile. */
  @Test
  void slowBodiesHoldNobodyUp() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        Socket socket = new Socket("127.0.0.1", server.port());
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
      }
      long start = System.nanoTime();
      assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Who promises a body and sends half of it is told that it took too long, and let go. */
  @Test
  void halfABodyIsAnsweredInTime() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(15_000);
      long start = System.nanoTime();
      socket
          .getOutputStream()
          .write(
              "POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"peer_id\":"
                  .getBytes(StandardCharsets.US_ASCII));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer).startsWith("HTTP/1.1 408").contains("body");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
    }
    assertThat(peers(announce(id(1), 6881, 9, AnnounceEvent.STARTED))).isEmpty();
  }

  @Test
  void takenPortIsSaid() {
    assertThatThrownBy(
            () ->
                TrackerServer.start(
                    TrackerSettings.at(new InetSocketAddress("127.0.0.1", server.port()))))
        .isInstanceOf(BindException.class);
  }

  /** Stopping frees the port at once, with connections still open. */
  @Test
  void stoppedServerFreesItsPort() throws Exception {
    announce(id(1), 6881, 9, AnnounceEvent.STARTED);
    try (Socket open = new Socket("127.0.0.1", server.port())) {
      int port = server.port();
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
      server =
          TrackerServer.start(
              TrackerSettings.at(new InetSocketAddress("127.0.0.1", port))
                  .with(RegistrySettings.DEFAULTS.withInterval(Duration.ofSeconds(9))));
      assertThat(get("/stats").body()).contains("\"interval\":9");
      assertThat(open.isClosed()).isFalse();
    }
  }

  /** A tracker that is not there is a failure with a name, not an exception. */
  @Test
  void absentTrackerIsAFailure() {
    TrackerUrl tracker = TrackerUrl.parse(url("/announce")).orElseThrow();
    server.close();
    AnnounceRequest request =
        new AnnounceRequest(HASH, id(1), 6881, 0, 0, 9, AnnounceEvent.STARTED, 50, 7, "");
    assertThat(clients.announce(tracker, request).join())
        .isInstanceOf(AnnounceResponse.Failed.class)
        .extracting("code")
        .isEqualTo("unreachable");
  }

  /** Whoever reads a page announces nothing by it. */
  @Test
  void pagesAnnounceNothing() throws Exception {
    HttpRequest picture =
        HttpRequest.newBuilder(
                URI.create(url("/announce?info_hash=%s&port=1".formatted("a".repeat(20)))))
            .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
            .header("Accept-Language", "en")
            .build();

    HttpResponse<String> answer = http.send(picture, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).startsWith("d14:failure reason");
    assertThat(events).isEmpty();
  }
}
