package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.events.EventStream;
import minibit.daemon.api.model.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A thousand listeners are served, one more is told, and one that does not read is let go. */
@Tag("slow")
@Isolated("it counts threads, and measures")
class EventCrowdTest {
  private final EventFeed feed = new EventFeed(4);
  private final ApiToken token = ApiToken.random();
  private final List<Socket> sockets = new ArrayList<>();
  private ApiServer server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            new FakeDaemon().backend(),
            feed,
            Optional.empty());
    http = new RawHttp(server.address());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private String auth() {
    return "Host: localhost\r\nAuthorization: Bearer " + token.text() + "\r\n";
  }

  private Socket listen() throws IOException {
    Socket socket = http.open();
    sockets.add(socket);
    String head = "GET /api/v1/events?topics=shares HTTP/1.1\r\n" + auth() + "\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static void readUntil(Socket socket, String wanted) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder seen = new StringBuilder();
    byte[] bytes = new byte[4_096];
    while (seen.indexOf(wanted) < 0) {
      int count = in.read(bytes);
      assertThat(count).as(seen.toString()).isPositive();
      seen.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
    }
  }

  @Test
  void aThousandListenAndNoThreadWaits() throws IOException {
    int before = Thread.activeCount();
    for (int i = 0; i < EventStream.MAX_LISTENERS; i++) {
      listen();
    }
    for (Socket socket : sockets) {
      readUntil(socket, ": minibit events");
    }
    long began = System.nanoTime();
    feed.publish(Event.SHARE_CHANGED, Map.of("name", "for all"));
    for (Socket socket : sockets) {
      readUntil(socket, "for all");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(Thread.activeCount()).isLessThan(before + 40);
    // Others are still heard, and one listener more is told why not.
    assertThat(http.send("GET /api/v1/group", auth(), "").status()).isEqualTo(200);
    assertThat(http.send("GET /api/v1/events", auth(), "").code()).isEqualTo("too-many-listeners");
    for (Socket socket : sockets) {
      socket.close();
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> !feed.isHeard());
    readUntil(listen(), ": minibit events");
  }

  /** What it does not read is kept for nobody. */
  @Test
  void whoDoesNotReadIsLetGo() throws IOException {
    Socket deaf = listen();
    readUntil(deaf, ": minibit events");
    String much = "x".repeat(60_000);
    for (int i = 0; i < 400; i++) {
      feed.publish(Event.SHARE_CHANGED, Map.of("much", much));
    }
    assertThat(feed.isHeard()).isTrue();
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              feed.publish(Event.SHARE_CHANGED, Map.of("much", much));
              assertThat(feed.isHeard()).isFalse();
            });
  }
}
