package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.audit.AuditLog;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.guard.CspReports;
import minibit.daemon.api.guard.Guard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What other pages can make a browser send reaches no path at all, whichever it is: also one that
 * is added tomorrow.
 */
class StrangersTest {
  private static final List<String> BESIDE_THE_API =
      List.of(
          "/", "/index.html", "/lib/lit/index.js", "/metrics", "/nowhere", "/api", "/favicon.ico");

  private final FakeDaemon daemon = new FakeDaemon();
  private final ApiToken token = ApiToken.random();
  private ApiServer server;
  private RawHttp http;
  private String cookie = "";

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
    String body = "{\"token\":\"" + token.text() + "\"}";
    RawHttp.Answer in =
        http.send(
            "POST /api/v1/session",
            "Host: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n",
            body);
    cookie = "Cookie: " + in.head().split("(?i)Set-Cookie: ")[1].split(";")[0] + "\r\n";
    daemon.asked.clear();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<Route> routes() {
    InstantSource clock = InstantSource.system();
    List<Route> all = new ArrayList<>(Routes.of(daemon.backend()));
    all.addAll(
        SessionRoutes.of(
            daemon.backend(),
            new Guard(List.of(), token, clock, Optional.empty()),
            AuditLog.inMemory(),
            new CspReports(clock)));
    all.add(Route.get("events", _ -> Reply.nothing()));
    return all;
  }

  private static String path(Route route) {
    return "/api/v1/" + route.template().replaceAll("\\{[a-z]+}", "ab01");
  }

  private RawHttp.Answer send(String method, String path, String head) throws IOException {
    String body = method.equals("GET") ? "" : "{}";
    return http.send(
        method + " " + path,
        head
            + "Content-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n",
        body);
  }

  /** A name that was made to resolve to this machine opens nothing, not even with the token. */
  @Test
  void anotherNameReachesNothing() throws IOException {
    String head =
        "Host: evil.example:"
            + server.address().getPort()
            + "\r\nOrigin: http://evil.example:"
            + server.address().getPort()
            + "\r\nAuthorization: Bearer "
            + token.text()
            + "\r\n"
            + cookie;
    for (Route route : routes()) {
      RawHttp.Answer answer = send(route.method(), path(route), head);
      assertThat(answer.status()).as(route.method() + " " + route.template()).isEqualTo(421);
      assertThat(answer.code()).isEqualTo("bad-host");
    }
    for (String path : BESIDE_THE_API) {
      assertThat(send("GET", path, head).code()).as(path).isEqualTo("bad-host");
    }
    assertThat(daemon.asked).isEmpty();
  }

  /** A form or script of another page is sent with our cookie, and does nothing. */
  @Test
  void anotherPageChangesNothing() throws IOException {
    List<String> pages =
        List.of(
            "Origin: http://evil.example\r\n",
            "Origin: null\r\n",
            "Origin: http://localhost:1\r\nSec-Fetch-Site: same-site\r\n",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n");
    for (Route route : routes()) {
      for (String page : pages) {
        RawHttp.Answer answer =
            send(route.method(), path(route), "Host: localhost\r\n" + cookie + page);
        assertThat(answer.code())
            .as(route.method() + " " + route.template() + " " + page)
            .isEqualTo("cross-site");
      }
    }
    assertThat(daemon.asked).isEmpty();
  }

  /** A browser that says nothing of where it comes from changes nothing by a cookie alone. */
  @Test
  void aCookieAloneChangesNothing() throws IOException {
    for (Route route : routes()) {
      if (!route.method().equals("GET") && route.leave() == Route.Leave.OWNER) {
        RawHttp.Answer answer = send(route.method(), path(route), "Host: localhost\r\n" + cookie);
        assertThat(answer.code()).as(route.template()).isEqualTo("no-origin");
      }
    }
    assertThat(daemon.asked).isEmpty();
  }

  /** Without token and session only the way in, and browsers' own reports, answer at all. */
  @Test
  void nobodyElseIsLetIn() throws IOException {
    TreeSet<String> open = new TreeSet<>();
    for (Route route : routes()) {
      if (send(route.method(), path(route), "Host: localhost\r\n").status() != 401) {
        open.add(route.method() + " " + route.template());
      }
    }
    assertThat(open).containsExactly("POST csp-reports", "POST session");
    assertThat(daemon.asked).isEmpty();
  }

  /** Nothing answers a browser that asks whether another page may. */
  @Test
  void nobodyIsInvited() throws IOException {
    String asks =
        "Host: localhost\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n";
    for (Route route : routes()) {
      RawHttp.Answer answer = send("OPTIONS", path(route), asks);
      assertThat(answer.status()).as(route.template()).isEqualTo(403);
      assertThat(answer.has("Access-Control-")).isFalse();
    }
    RawHttp.Answer own = send("GET", "/", "Host: localhost\r\n");
    assertThat(own.has("Access-Control-")).isFalse();
  }
}
