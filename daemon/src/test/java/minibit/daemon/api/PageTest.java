package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files are there for who asks by a name of ours, and nothing else is. */
class PageTest {
  private static final String HOST = "Host: localhost\r\n";
  private final HttpClient browser = HttpClient.newHttpClient();
  private ApiServer server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            ApiToken.random(),
            new FakeDaemon().backend(),
            new EventFeed(1),
            Optional.empty());
    http = new RawHttp(server.address());
  }

  @AfterEach
  void stop() {
    browser.close();
    server.close();
  }

  private HttpResponse<byte[]> get(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    headers.forEach(request::header);
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void theRootIsTheDocument() throws Exception {
    HttpResponse<byte[]> answer = get("/", Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'")
        .contains("require-trusted-types-for 'script'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(get("/index.html", Map.of()).body()).isEqualTo(answer.body());
  }

  /** What the page stands on is served by this daemon: nothing comes from elsewhere. */
  @Test
  void librariesArePackedAndKept() throws Exception {
    String path = "/lib/lit-html/lit-html.js";
    HttpResponse<byte[]> plain = get(path, Map.of());
    HttpResponse<byte[]> packed = get(path, Map.of("Accept-Encoding", "br, gzip"));
    assertThat(plain.headers().firstValue("Content-Type"))
        .hasValue("text/javascript;charset=utf-8");
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    assertThat(packed.body().length).isLessThan(plain.body().length);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body());
    for (HttpResponse<byte[]> seen : List.of(plain, packed)) {
      String tag = seen.headers().firstValue("ETag").orElseThrow();
      HttpResponse<byte[]> again = get(path, Map.of("If-None-Match", "\"x\", " + tag));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
    }
    assertThat(get(path, Map.of("If-None-Match", "\"other\"")).statusCode()).isEqualTo(200);
    assertThat(get(path, Map.of("Accept-Encoding", "gzip;q=0")).headers().map())
        .doesNotContainKey("content-encoding");
  }

  @Test
  void headsHaveNoBody() throws IOException {
    RawHttp.Answer head = http.send("HEAD /", HOST, "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.has("Content-Length: ")).isTrue();
    assertThat(head.body()).isEmpty();
  }

  @Test
  void filesAreOnlyRead() throws IOException {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      RawHttp.Answer answer = http.send(method + " /index.html", HOST, "");
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.has("Allow: GET")).isTrue();
    }
  }

  /** However it is written, no path leads out of the page's folder, or to a folder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing.js",
        "/lib",
        "/lib/",
        "/lib/lit",
        "//index.html",
        "/./index.html/.",
        "/../index.html",
        "/../../daemon/api/openapi.json",
        "/%2e%2e/daemon/api/openapi.json",
        "/..%2fdaemon/api/openapi.json",
        "/%2e%2e%2fdaemon%2fapi%2fopenapi.json",
        "/lib/..%5c..%5cdaemon/api/openapi.json",
        "/..;/daemon/api/openapi.json",
        "/%252e%252e/daemon/api/openapi.json",
        "/lib/%00/index.html",
        "/index.html%00.js",
        "/index.html%20",
        "/.hidden.js",
        "/C:/windows/win.ini.txt",
        "/%c0%ae%c0%ae/daemon/api/openapi.json",
        "/lib/lit/lit.class",
      })
  void otherPathsLeadNowhere(String path) throws IOException {
    RawHttp.Answer answer = http.send("GET " + path, HOST, "");
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.has("Content-Type: application/problem+json")).isTrue();
  }

  /** A name made to resolve to this machine gets no file, and other pages get none to run. */
  @Test
  void strangersGetNothing() throws IOException {
    assertThat(http.send("GET /", "Host: evil.example\r\n", "").code()).isEqualTo("bad-host");
    for (String site : List.of("cross-site", "same-site")) {
      String other = HOST + "Sec-Fetch-Site: " + site + "\r\n";
      String script = other + "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n";
      String frame = other + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n";
      String link = other + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
      assertThat(http.send("GET /", script, "").code()).isEqualTo("cross-site");
      assertThat(http.send("GET /", frame, "").code()).isEqualTo("cross-site");
      assertThat(http.send("GET /", link, "").status()).isEqualTo(200);
      assertThat(http.send("GET /api/v1/status", link, "").code()).isEqualTo("cross-site");
    }
  }

  @Test
  void documentsAreText() throws Exception {
    assertThat(new String(get("/", Map.of()).body(), StandardCharsets.UTF_8))
        .startsWith("<!doctype html>");
  }
}
