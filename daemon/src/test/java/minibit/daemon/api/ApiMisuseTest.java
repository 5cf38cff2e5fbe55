package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.ApiException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who mean no good: words for all, and nothing done. */
class ApiMisuseTest {
  private final FakeDaemon daemon = new FakeDaemon();
  private final ApiToken token = ApiToken.random();
  private ApiServer server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            token,
            daemon.backend(),
            new EventFeed(1),
            Optional.of(new Announcer()));
    http = new RawHttp(server.address());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Stands for the member port's paths. */
  private static final class Announcer extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!Request.getPathInContext(request).equals("/announce")) {
        return false;
      }
      response.setStatus(203);
      response.write(true, ByteBuffer.allocate(0), callback);
      return true;
    }
  }

  private String auth() {
    return "Host: localhost\r\nAuthorization: Bearer " + token.text() + "\r\n";
  }

  private void assertRefused(RawHttp.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.has("Content-Type: application/problem+json")).isTrue();
    assertThat(daemon.asked).isEmpty();
  }

  /** A page whose name resolves to this machine is still a stranger. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "[::2]",
        "10.0.0.1",
        "127.0.0.1@evil.example",
        "localhost.",
      })
  void foreignNamesAreRefused(String host) throws IOException {
    RawHttp.Answer answer =
        http.send(
            "GET /api/v1/status",
            "Host: " + host + "\r\nAuthorization: Bearer " + token.text() + "\r\n",
            "");
    assertThat(answer.status()).isIn(400, 421);
    assertThat(answer.code()).isIn("bad-host", "bad-request");
    assertThat(daemon.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:99", "127.0.0.1:1", "[::1]", "[::1]:80"})
  void ownNamesAreHeard(String host) throws IOException {
    String head = "Host: " + host + "\r\nAuthorization: bearer " + token.text() + "\r\n";
    assertThat(http.send("GET /api/v1/status", head, "").status()).isEqualTo(200);
  }

  /** The address a connection came to is a name of ours in any spelling, and no other is. */
  @Test
  void ownAddressIsHeard() throws IOException {
    try (ApiServer other =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.2", 0)),
            token,
            daemon.backend(),
            new EventFeed(1),
            Optional.empty())) {
      RawHttp there = new RawHttp(other.address());
      String rest = "\r\nAuthorization: Bearer " + token.text() + "\r\n";
      for (String host : List.of("127.0.0.2", "127.0.0.2:5", "[::ffff:127.0.0.2]:5")) {
        assertThat(there.send("GET /api/v1/status", "Host: " + host + rest, "").status())
            .as(host)
            .isEqualTo(200);
      }
      for (String host : List.of("127.0.0.3", "[::2]", "[zz]", "127.0.0.2.evil.example")) {
        assertThat(there.send("GET /api/v1/status", "Host: " + host + rest, "").status())
            .as(host)
            .isIn(400, 421);
      }
    }
  }

  /** A whole URL in the request line counts, whatever the header says. */
  @Test
  void foreignTargetsAreRefused() throws IOException {
    assertThat(http.send("GET http://evil.example/api/v1/status", auth(), "").status())
        .isIn(400, 421);
    assertThat(http.raw("GET /api/v1/status HTTP/1.0\r\n\r\n").status()).isIn(400, 421);
    assertThat(daemon.asked).isEmpty();
  }

  @Test
  void nothingGoesWithoutToken() throws IOException {
    String host = "Host: localhost\r\n";
    for (String path : new String[] {"status", "events", "openapi.json", "nowhere"}) {
      RawHttp.Answer answer = http.send("GET /api/v1/" + path, host, "");
      assertRefused(answer, 401, "no-token");
      assertThat(answer.has("WWW-Authenticate: Bearer")).isTrue();
    }
    assertRefused(
        http.send("GET /api/v1/status", host + "Authorization: Basic eDp5\r\n", ""),
        401,
        "no-token");
    assertRefused(http.send("GET /api/v1/status?token=" + token.text(), host, ""), 401, "no-token");
    assertRefused(
        http.send(
            "GET /api/v1/status", host + "Authorization: Bearer " + token.text() + "0\r\n", ""),
        401,
        "bad-token");
  }

  /** Who guesses is slowed down; the owner is let in all the same. */
  @Test
  void guessingIsSlowed() throws IOException {
    String wrong = "Host: localhost\r\nAuthorization: Bearer no\r\n";
    for (int i = 0; i < 10; i++) {
      assertRefused(http.send("GET /api/v1/status", wrong, ""), 401, "bad-token");
    }
    RawHttp.Answer answer = http.send("GET /api/v1/status", wrong, "");
    assertRefused(answer, 429, "too-many-tokens");
    assertThat(answer.has("Retry-After: 60")).isTrue();
    assertThat(http.send("GET /api/v1/status", auth(), "").status()).isEqualTo(200);
  }

  /** Browsers say where a request comes from: only our own page, or a person, may. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: https://localhost",
        "Origin: http://localhost:8080",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
      })
  void otherPagesAreRefused(String header) throws IOException {
    assertRefused(
        http.send("POST /api/v1/shutdown", auth() + header + "\r\n", ""), 403, "cross-site");
    assertRefused(
        http.send("OPTIONS /api/v1/shutdown", auth() + header + "\r\n", ""), 403, "cross-site");
  }

  @Test
  void ownPageIsHeard() throws IOException {
    String own = "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n";
    assertThat(http.send("GET /api/v1/status", auth() + own, "").status()).isEqualTo(200);
  }

  /** GET changes nothing: what acts has another method, and says which. */
  @ParameterizedTest
  @CsvSource({
    "GET, shutdown, POST",
    "GET, election, POST",
    "GET, transfers/ab/pause, POST",
    "GET, group/leave, POST",
    "PATCH, limits, 'GET, PUT'",
    "PUT, shares, 'DELETE, GET, POST'",
    "POST, events, GET",
    "TRACE, status, GET",
  })
  void wrongMethodsAreTold(String method, String path, String allowed) throws IOException {
    RawHttp.Answer answer = http.send(method + " /api/v1/" + path, auth(), "");
    assertRefused(answer, 405, "method-not-allowed");
    assertThat(answer.has("Allow: " + allowed + "\r\n")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/v2/status",
        "/api/v1",
        "/api/v1/",
        "/api/v1/nowhere",
        "/api/v1/status/",
        "/api/v1/status;x=1",
        "/api/v1//status",
        "/api/v1/files/a/b/c",
        "/etc/passwd",
      })
  void unknownPathsAreTold(String path) throws IOException {
    RawHttp.Answer answer = http.send("GET " + path, auth(), "");
    assertThat(answer.status()).as(answer.toString()).isIn(404, 400);
    assertThat(answer.code()).isIn("no-such-path", "bad-request");
    assertThat(daemon.asked).isEmpty();
  }

  /** Nothing is looked up by path, and dots that climb are not even taken. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/files/../../../etc/passwd",
        "/api/v1/files/%2e%2e/torrent",
        "/api/v1/../../status",
        "/api/v1/files/..%2f..%2fetc%2fpasswd%00",
        "/api/v1/files/%00",
        "/api/v1/files/%c0%ae%c0%ae",
        "/api/v1/files/%zz",
        "/api/v1/files/%20",
        "/api/v1/files/%0d%0aX-Evil:%201",
      })
  void climbingGetsNowhere(String path) throws IOException {
    RawHttp.Answer answer = http.send("GET " + path, auth(), "");
    assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
    assertThat(answer.has("Content-Type: application/problem+json")).isTrue();
    assertThat(daemon.asked).isEmpty();
  }

  /** A path is one id, whatever is in it; what it means, the daemon decides. */
  @Test
  void slashesInNamesArriveAsNames() throws IOException {
    http.send("GET /api/v1/files/..%2F..%2Fetc%2Fpasswd", auth(), "");
    assertThat(daemon.asked)
        .containsExactly(new FakeDaemon.Asked("file", List.of("../../etc/passwd")));
  }

  @Test
  void longIdsAreRefused() throws IOException {
    assertRefused(http.send("GET /api/v1/files/" + "a".repeat(513), auth(), ""), 400, "bad-id");
    assertThat(http.send("GET /api/v1/files/" + "a".repeat(20_000), auth(), "").status())
        .isIn(414, 431);
  }

  /** What browsers need to be told is told with every answer, good or bad. */
  @Test
  void everyAnswerIsProtected() throws IOException {
    for (RawHttp.Answer answer :
        new RawHttp.Answer[] {
          http.send("GET /api/v1/status", auth(), ""),
          http.send("GET /api/v1/status", "Host: localhost\r\n", ""),
          http.send("GET /api/v1/files/ab/torrent", auth(), ""),
          http.send("GET /nowhere", auth(), ""),
          http.send("GET /%zz", auth(), ""),
          http.raw("nonsense\r\n\r\n"),
        }) {
      assertThat(answer.has("Cache-Control: no-store")).as(answer.toString()).isTrue();
      assertThat(answer.has("X-Content-Type-Options: nosniff")).isTrue();
      assertThat(answer.has("Content-Security-Policy: default-src 'none'")).isTrue();
      assertThat(answer.has("Server:")).isFalse();
    }
  }

  @Test
  void headsAreAnsweredWithoutBody() throws IOException {
    RawHttp.Answer answer = http.send("HEAD /api/v1/status", auth(), "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  /** The member port's paths need neither token nor name, as on the member port. */
  @Test
  void memberPathsAreAnswered() throws IOException {
    assertThat(http.send("GET /announce", "Host: evil.example\r\n", "").status()).isEqualTo(203);
  }

  /** Beyond loopback there is no API without TLS. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void plainHttpStaysAtHome(String address) {
    assertThatThrownBy(
            () ->
                ApiServer.open(
                    ApiSettings.at(new InetSocketAddress(address, 0)),
                    token,
                    daemon.backend(),
                    new EventFeed(1),
                    Optional.empty()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("TLS");
  }
}
