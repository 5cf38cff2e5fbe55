package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.LoginCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser gets in by a code, once; then its own page may change things, and no other may. */
class SessionTest {
  private final FakeDaemon daemon = new FakeDaemon();
  private final ApiToken token = ApiToken.random();
  private ApiServer server;
  private ApiClient client;
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
    client = ApiClient.of(URI.create("http://127.0.0.1:" + port()), token);
    http = new RawHttp(server.address());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private int port() {
    return server.address().getPort();
  }

  private String host() {
    return "Host: 127.0.0.1:" + port() + "\r\n";
  }

  private String origin() {
    return "Origin: http://127.0.0.1:" + port() + "\r\n";
  }

  private RawHttp.Answer post(String path, String headers, String json) throws IOException {
    return http.send(
        "POST /api/v1/" + path,
        host()
            + headers
            + "Content-Type: application/json\r\nContent-Length: "
            + json.length()
            + "\r\n",
        json);
  }

  private String code() {
    LoginCode made = client.loginCode();
    assertThat(made.url()).startsWith("http://127.0.0.1:" + port() + "/#code=");
    return made.url().substring(made.url().indexOf('=') + 1);
  }

  private RawHttp.Answer signIn(String code) throws IOException {
    return post("session", origin(), "{\"code\":\"" + code + "\"}");
  }

  /** The header by which a browser that signed in is known. */
  private String cookie() throws IOException {
    Matcher set =
        Pattern.compile("(?i)Set-Cookie: (minibit-" + port() + "=[^;]+)")
            .matcher(signIn(code()).head());
    assertThat(set.find()).isTrue();
    return "Cookie: other=1; " + set.group(1) + "\r\n";
  }

  @Test
  void aCodeOpensOneSession() throws IOException {
    String code = code();
    RawHttp.Answer first = signIn(code);
    assertThat(first.status()).isEqualTo(204);
    assertThat(first.has("HttpOnly")).isTrue();
    assertThat(first.has("SameSite=Strict")).isTrue();
    assertThat(first.has("Path=/")).isTrue();
    assertThat(first.head()).doesNotContain(code);
    assertThat(signIn(code).code()).isEqualTo("bad-code");
  }

  @Test
  void theTokenOpensOneToo() throws IOException {
    assertThat(post("session", "", "{\"token\":\"" + token.text() + "\"}").status()).isEqualTo(204);
    assertThat(post("session", "", "{\"token\":\"" + "0".repeat(64) + "\"}").code())
        .isEqualTo("bad-token");
    assertThat(post("session", "", "{}").code()).isEqualTo("bad-field");
    assertThat(post("session", "", "{\"token\":\"a\",\"code\":\"b\"}").code())
        .isEqualTo("bad-field");
  }

  @Test
  void aSessionReadsAndChanges() throws IOException {
    String cookie = cookie();
    RawHttp.Answer session = http.send("GET /api/v1/session", host() + cookie, "");
    assertThat(session.status()).isEqualTo(200);
    assertThat(session.body()).contains("\"signedIn\":true", "\"since\":\"");
    assertThat(http.send("GET /api/v1/status", host() + cookie, "").status()).isEqualTo(200);
    assertThat(post("election", cookie + origin(), "{}").status()).isEqualTo(200);
  }

  /** What a page of another origin can make a browser send changes nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Origin: null\r\n",
        "Origin: http://evil.example\r\n",
        "Origin: http://127.0.0.1:1\r\n",
        "Origin: https://127.0.0.1:PORT\r\n",
        "Origin: http://localhost:PORT\r\n",
        "Origin: http://127.0.0.1:PORT.evil.example\r\n",
        "Origin: http://127.0.0.1:PORT\r\nSec-Fetch-Site: same-site\r\n",
        "Origin: http://127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n",
      })
  void otherPagesChangeNothing(String headers) throws IOException {
    String sent = cookie() + headers.replace("PORT", Integer.toString(port()));
    daemon.asked.clear();
    for (String method : List.of("POST", "PUT", "DELETE")) {
      for (String path : List.of("election", "shutdown", "limits", "shares?path=%2Fx", "nowhere")) {
        RawHttp.Answer answer =
            http.send(method + " /api/v1/" + path, host() + sent + "Content-Length: 0\r\n", "");
        assertThat(answer.status()).as(method + " " + path).isEqualTo(403);
        assertThat(answer.code()).isIn("no-origin", "cross-site");
      }
    }
    assertThat(daemon.asked).isEmpty();
    assertThat(http.send("OPTIONS /api/v1/election", host() + sent, "").status()).isIn(403, 405);
  }

  @Test
  void whoSignsOutIsOut() throws IOException {
    String cookie = cookie();
    RawHttp.Answer out =
        http.send(
            "DELETE /api/v1/session", host() + cookie + origin() + "Content-Length: 0\r\n", "");
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.has("Max-Age=0")).isTrue();
    assertThat(http.send("GET /api/v1/status", host() + cookie, "").code())
        .isEqualTo("session-ended");
  }

  // A daemon that starts anew, for an update say, signs nobody out: the page goes on by itself.
  // With
  // another token it does, and who has signed out stays out.
  @Test
  void whoSignedInIsKnownToTheNextDaemonOfTheHome(@TempDir Path home) throws IOException {
    restart(home, token);
    String cookie = cookie();
    String gone = cookie();
    http.send("DELETE /api/v1/session", host() + gone + origin() + "Content-Length: 0\r\n", "");

    restart(home, token);
    assertThat(http.send("GET /api/v1/status", host() + cookie, "").status()).isEqualTo(200);
    assertThat(http.send("GET /api/v1/status", host() + gone, "").code())
        .isEqualTo("session-ended");

    String secret = cookie.substring(cookie.lastIndexOf('=') + 1).strip();
    assertThat(Files.readString(home.resolve("sessions.json"))).doesNotContain(secret);
    restart(home, ApiToken.random());
    assertThat(http.send("GET /api/v1/status", host() + cookie, "").code())
        .isEqualTo("session-ended");

    Files.writeString(home.resolve("sessions.json"), "{\"token\":[");
    restart(home, token);
    assertThat(http.send("GET /api/v1/status", host() + cookie, "").code())
        .isEqualTo("session-ended");
  }

  /** Another daemon of a home, at the same port. */
  private void restart(Path home, ApiToken with) throws IOException {
    InetSocketAddress at = server.address();
    stop();
    server =
        ApiServer.open(
            ApiSettings.at(at).keeping(home.resolve("changes"), home.resolve("sessions.json")),
            with,
            daemon.backend(),
            new EventFeed(1),
            Optional.empty());
    client = ApiClient.of(URI.create("http://127.0.0.1:" + port()), with);
  }

  @Test
  void nobodyIsSignedInByChance() throws IOException {
    for (String cookie :
        List.of(
            "",
            "Cookie: minibit-" + port() + "=\r\n",
            "Cookie: minibit-" + port() + "=x\r\n",
            "Cookie: minibit=" + token.text() + "\r\n",
            "Cookie: minibit-" + port() + "=" + "a".repeat(4_000) + "\r\n")) {
      RawHttp.Answer answer = http.send("GET /api/v1/session", host() + cookie, "");
      assertThat(answer.status()).as(cookie).isEqualTo(401);
    }
    assertThat(daemon.asked).isEmpty();
  }

  /** Guessing ends after a few tries; the owner's token still opens. */
  @Test
  void guessesAreCounted() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(signIn("guess" + i).status()).isEqualTo(401);
    }
    assertThat(signIn("guess").status()).isEqualTo(429);
    assertThat(signIn("guess").has("Retry-After")).isTrue();
    assertThat(signIn(code()).status()).isEqualTo(204);
  }

  /** A session cannot make codes: whoever steals one keeps it no longer than it lasts. */
  @Test
  void codesNeedTheToken() throws IOException {
    assertThat(post("login-codes", cookie() + origin(), "{}").code()).isEqualTo("token-needed");
    assertThat(post("login-codes", origin(), "{}").code()).isEqualTo("no-token");
  }

  /** Every change is written down: who, what, to what, with which end. Secrets are not. */
  @Test
  void changesAreWrittenDown() throws IOException {
    String cookie = cookie();
    post("election", cookie + origin(), "{}");
    client.pause("ab01");
    post("session", "", "{\"code\":\"wrong\"}");
    String list = http.send("GET /api/v1/audit?limit=10", host() + cookie, "").body();
    assertThat(list)
        .contains(
            "\"who\":\"page\",\"action\":\"election-forced\",\"subject\":\"\",\"result\":\"done\"",
            "\"who\":\"token\",\"action\":\"transfer-paused\",\"subject\":\"ab01\",\"result\":\"done\"",
            "\"who\":\"127.0.0.1\",\"action\":\"signed-in\",\"subject\":\"\",\"result\":\"bad-code\"")
        .doesNotContain("wrong");
  }

  /** Who has an answer already is told so in a line. */
  @Test
  void answersHaveTags() throws IOException {
    String auth = host() + "Authorization: Bearer " + token.text() + "\r\n";
    RawHttp.Answer first = http.send("GET /api/v1/csp-reports", auth, "");
    Matcher tag = Pattern.compile("ETag: (\"[0-9a-f]+\")").matcher(first.head());
    assertThat(tag.find()).isTrue();
    RawHttp.Answer again =
        http.send("GET /api/v1/csp-reports", auth + "If-None-Match: " + tag.group(1) + "\r\n", "");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void browsersMayReport() throws IOException {
    String report =
        "{\"csp-report\":{\"document-uri\":\"http://127.0.0.1/#code=abc\",\"blocked-uri\":\"inline\","
            + "\"effective-directive\":\"style-src\\u001b[31m\",\"line-number\":7}}";
    String head = "Content-Type: application/csp-report\r\nContent-Length: ";
    RawHttp.Answer told =
        http.send("POST /api/v1/csp-reports", host() + head + report.length() + "\r\n", report);
    assertThat(told.status()).isEqualTo(204);
    String auth = host() + "Authorization: Bearer " + token.text() + "\r\n";
    assertThat(http.send("GET /api/v1/csp-reports", auth, "").body())
        .contains("\"total\":1", "\"directive\":\"style-src [31m\"", "\"line\":7")
        .doesNotContain("abc");
    for (String bad : List.of("", "[]", "{}", "{\"csp-report\":1}", "x".repeat(9_000))) {
      assertThat(
              http.send("POST /api/v1/csp-reports", host() + head + bad.length() + "\r\n", bad)
                  .status())
          .isIn(400, 413);
    }
    assertThat(http.send("GET /api/v1/csp-reports", host(), "").code()).isEqualTo("no-token");
  }
}
