package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener hears what it asked for, and no more. */
class EventTopicsTest {
  private final EventFeed feed = new EventFeed(3);
  private final ApiToken token = ApiToken.random();
  private final FakeDaemon daemon = new FakeDaemon();
  private final List<Socket> sockets = new ArrayList<>();
  private ApiServer server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            daemon.backend(),
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

  private BufferedReader listen(String query, String since) throws IOException {
    Socket socket = http.open();
    sockets.add(socket);
    String head =
        "GET /api/v1/events" + query + " HTTP/1.1\r\n" + auth() + "Last-Event-ID: " + since;
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The kinds told up to the first of that kind. */
  private static List<String> kinds(BufferedReader stream, String last) throws IOException {
    List<String> kinds = new ArrayList<>();
    while (!kinds.contains(last)) {
      String line = stream.readLine();
      assertThat(line).isNotNull();
      if (line.startsWith("event: ")) {
        kinds.add(line.substring(7));
      }
    }
    return kinds;
  }

  @Test
  void topicsNarrow() throws IOException {
    feed.publish(Event.MEMBER_JOINED, Map.of());
    feed.publish(Event.TRANSFER, "aa", Map.of());
    feed.publish(Event.TRANSFER, "bb", Map.of());
    feed.publish(Event.TRANSFER_REMOVED, "cc", Map.of());
    feed.publish(Event.CHOKED, "aa", Map.of());
    feed.publish(Event.TOTALS, Map.of());
    feed.publish(Event.SHARE_CHANGED, Map.of());
    feed.publish(Event.SEARCH_HIT, Map.of());
    String end = "search-hit";
    assertThat(kinds(listen("", "3.0"), end))
        .containsExactly(
            "member-joined",
            "transfer",
            "transfer",
            "transfer-removed",
            "totals",
            "share-changed",
            end);
    assertThat(kinds(listen("?topics=group,totals", "3.0"), end))
        .containsExactly("member-joined", "totals", end);
    assertThat(kinds(listen("?topics=transfers&transfers=bb", "3.0"), end))
        .containsExactly("transfer", "transfer-removed", end);
    assertThat(kinds(listen("?topics=shares,transfer:aa", "3.0"), end))
        .containsExactly("transfer", "choked", "share-changed", end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?topics=everything",
        "?topics=transfer:",
        "?topics=missed",
        "?other=1",
        "?topics=transfer:a,transfer:b,transfer:c,transfer:d,transfer:e",
      })
  void oddWishesAreTold(String query) throws IOException {
    assertThat(http.send("GET /api/v1/events" + query, auth(), "").status()).isEqualTo(400);
  }

  @Test
  void aWindowIsBounded() throws IOException {
    String ids = "ab,".repeat(180);
    assertThat(http.send("GET /api/v1/events?transfers=" + ids + "ab", auth(), "").code())
        .isEqualTo("bad-parameter");
  }

  /** Only what somebody wants is looked at. */
  @Test
  void nothingElseIsLookedAt() throws IOException {
    BufferedReader stream = listen("?topics=shares", "3.0");
    feed.publish(Event.SHARE_CHANGED, Map.of());
    kinds(stream, "share-changed");
    assertThat(daemon.asked).extracting(FakeDaemon.Asked::method).containsOnly("shares");
  }

  /** The end of a session is the end of its streams. */
  @Test
  void whoIsSignedOutHearsNoMore() throws IOException {
    String base = "http://localhost";
    String body = "{\"token\":\"" + token.text() + "\"}";
    RawHttp.Answer in =
        http.send(
            "POST /api/v1/session",
            "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n",
            body);
    String cookie =
        "Cookie: " + in.head().split("(?i)Set-Cookie: ")[1].split(";")[0] + "\r\nOrigin: " + base;
    Socket socket = http.open();
    sockets.add(socket);
    socket
        .getOutputStream()
        .write(
            ("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n" + cookie + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    BufferedReader stream =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    assertThat(stream.readLine()).contains("200");
    http.send(
        "DELETE /api/v1/session", "Host: localhost\r\nContent-Length: 0\r\n" + cookie + "\r\n", "");
    // Ends within a beat; the stream's last chunk is empty.
    String line = stream.readLine();
    while (line != null && !line.equals("0")) {
      line = stream.readLine();
    }
    assertThat(line).isEqualTo("0");
  }
}
