package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who mistyped: every wrong word is named, and nothing is done. */
class WrongRequestsTest {
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
            Optional.empty());
    http = new RawHttp(server.address());
  }

  @AfterEach
  void stop() {
    server.close();
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

  @ParameterizedTest
  @CsvSource({
    "search?limit=0, bad-parameter",
    "search?limit=1001, bad-parameter",
    "search?limit=-1, bad-parameter",
    "search?limit=99999999999999999999, bad-parameter",
    "search?offset=1e3, bad-parameter",
    "search?minSize=1GB, bad-parameter",
    "search?after=yesterday, bad-parameter",
    "search?sort=random, bad-parameter",
    "search?q=a&q=b, bad-parameter",
    "search?query=a, unknown-parameter",
    "status?x=1, unknown-parameter",
    "search?q=%ff, bad-request",
    "log?lines=10001, bad-parameter",
  })
  void wrongParametersAreTold(String path, String code) throws IOException {
    RawHttp.Answer answer = http.send("GET /api/v1/" + path, auth(), "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isIn(code, "bad-query");
    assertThat(daemon.asked).isEmpty();
  }

  @Test
  void deletingWantsAName() throws IOException {
    assertRefused(http.send("DELETE /api/v1/shares", auth(), ""), 400, "missing-parameter");
    assertRefused(
        http.send("DELETE /api/v1/transfers/ab?data=yes", auth(), ""), 400, "bad-parameter");
  }

  private RawHttp.Answer post(String path, String type, String body) throws IOException {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return http.send(
        "POST /api/v1/" + path,
        auth() + "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n",
        body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shares | {} | missing-field | path is missing",
        "shares | {\"path\":null} | missing-field | path is missing",
        "shares | {\"path\":5} | bad-field | path must be a text",
        "shares | {\"path\":\"\"} | bad-field | path must be a text of 1",
        "shares | {\"path\":\"/a\",\"x\":1} | unknown-key | unknown key: x",
        "shares | {\"path\":\"/a\",\"path\":\"/b\"} | bad-json | line 1",
        "shares | {\"path\":\"/a\"} {} | bad-json | line 1",
        "shares | [1] | bad-field | the body must be a JSON object",
        "shares | {\"path\": nope} | bad-json | line 1, column",
        "shutdown | {\"now\":true} | unknown-key | unknown key: now",
        "transfers | {} | bad-field | exactly one",
        "transfers | {\"id\":\"a\",\"magnet\":\"b\"} | bad-field | exactly one",
        "transfers | {\"torrent\":\"***\"} | bad-field | Base64",
        "transfers | {\"id\":\"a\",\"from\":\"ana\"} | bad-field | from must be a list",
        "transfers | {\"id\":\"a\",\"from\":[\"ana\",7]} | bad-field | from must be a list",
        "transfers | {\"id\":\"a\",\"paused\":\"yes\"} | bad-field | paused must be true or false",
        "transfers/all | {} | missing-field | query is missing",
        "transfers/all | {\"query\":\"x\"} | bad-field | query must be a JSON object",
        "transfers/all | {\"query\":{\"q\":\"x\",\"size\":1}} | unknown-key | query.size",
        "transfers/all | {\"query\":{\"after\":\"x\"}} | bad-field | query.after must be a time",
      })
  void wrongBodiesAreTold(String path, String body, String code, String words) throws IOException {
    RawHttp.Answer answer = post(path, "application/json", body);
    assertRefused(answer, 400, code);
    assertThat(answer.body()).contains(words);
  }

  /** Where the mistake stands is told, for people who write JSON by hand. */
  @Test
  void badJsonIsToldByLineAndColumn() throws IOException {
    RawHttp.Answer answer = post("shares", "application/json", "{\n  \"path\": \"/a\",\n  oops\n}");
    assertRefused(answer, 400, "bad-json");
    assertThat(answer.body()).contains("line 3, column ");
    assertRefused(post("shares", "application/json", "[".repeat(10_000)), 400, "bad-json");
    assertRefused(post("shares", "application/json", "{\"path\":\"\u0001\"}"), 400, "bad-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void onlyJsonIsRead(String type) throws IOException {
    assertRefused(post("shares", type, "{\"path\":\"/a\"}"), 415, "bad-content-type");
  }

  /** A body that is too large is refused by its length alone, or as soon as it is too large. */
  @Test
  void largeBodiesAreCut() throws IOException {
    assertRefused(
        http.raw(
            "POST /api/v1/shares HTTP/1.1\r\n"
                + auth()
                + "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n"),
        413,
        "too-large");
    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
    assertRefused(
        http.raw(
            "POST /api/v1/shares HTTP/1.1\r\n"
                + auth()
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk
                + "1\r\n \r\n"),
        413,
        "too-large");
  }

  /** A body that comes byte by byte is cut off within seconds, and harms nobody else. */
  @Test
  void slowBodiesAreCut() throws Exception {
    try (Socket slow = http.open()) {
      slow.setTcpNoDelay(true);
      String head =
          "POST /api/v1/shares HTTP/1.1\r\n"
              + auth()
              + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
      slow.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      Thread dribble =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 900; i++) {
                        slow.getOutputStream().write(' ');
                        Thread.sleep(50);
                      }
                    } catch (IOException | InterruptedException e) {
                      // Cut off: what this test waits for.
                      return;
                    }
                  });
      assertThat(http.send("GET /api/v1/status", auth(), "").status()).isEqualTo(200);
      daemon.asked.clear();
      assertRefused(RawHttp.read(slow), 408, "too-slow");
      dribble.interrupt();
      dribble.join();
    }
  }
}
