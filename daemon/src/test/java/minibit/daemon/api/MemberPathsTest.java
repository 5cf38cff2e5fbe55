package minibit.daemon.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.member.MemberServer;
import minibit.daemon.tracker.TrackerResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The member port's paths, on that port and on the API's: for members and clients, not for pages.
 */
class MemberPathsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final FakeDaemon daemon = new FakeDaemon();
  private final AtomicInteger heard = new AtomicInteger();
  private MemberServer members;
  private ApiServer api;
  private List<RawHttp> ports;

  @BeforeEach
  void start() throws IOException {
    members =
        MemberServer.open(
            new InetSocketAddress(LOOPBACK, 0),
            request -> {
              heard.incrementAndGet();
              return CompletableFuture.completedFuture(
                  TrackerResponse.refusal(request.path(), 503, "no-tracker", "no tracker"));
            });
    members.serve(
        message -> {
          heard.incrementAndGet();
          return CompletableFuture.completedFuture(message);
        });
    api =
        ApiServer.open(
            ApiSettings.at(new InetSocketAddress("127.0.0.1", 0)),
            ApiToken.random(),
            daemon.backend(),
            new EventFeed(1),
            Optional.of(members.paths()));
    ports =
        List.of(
            new RawHttp(new InetSocketAddress(LOOPBACK, members.port())),
            new RawHttp(api.address()));
  }

  @AfterEach
  void stop() {
    api.close();
    members.close();
  }

  /** Even of a page that counts as the same origin, as one does whose name was bent to us. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example\r\nOrigin: http://evil.example",
        "Host: 127.0.0.1\r\nOrigin: null",
        "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site",
        "Host: 127.0.0.1\r\nSec-Fetch-Site: same-origin",
        "Host: 127.0.0.1\r\nsec-fetch-site: none",
        "Host: 10.0.0.7\r\nUser-Agent: Mozilla/5.0 (X11) Firefox/140.0\r\nAccept-Language: *",
      })
  void pagesAreNoMembers(String headers) throws IOException {
    for (RawHttp http : ports) {
      for (String path : List.of("/member", "/register", "/ping", "/unregister")) {
        RawHttp.Answer answer =
            http.send("POST " + path, headers + "\r\nContent-Length: 2\r\n", "{}");
        assertThat(answer.status()).as(path + answer).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("cross-site");
      }
      for (String path : List.of("/announce?info_hash=x", "/scrape")) {
        RawHttp.Answer answer = http.send("GET " + path, headers + "\r\n", "");
        assertThat(answer.status()).as(path + answer).isEqualTo(403);
        assertThat(answer.body()).startsWith("d14:failure reason").contains("pages in a browser");
      }
    }
    assertThat(heard).hasValue(0);
  }

  /** Neither a page of elsewhere nor one whose name was bent to us. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: 127.0.0.1\r\nOrigin: http://evil.example",
        "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate",
        "Host: 127.0.0.1\r\nSec-Fetch-Site: same-site",
        "Host: evil.example:7\r\nSec-Fetch-Site: same-origin",
        "Host: evil.example:7\r\nUser-Agent: Mozilla/5.0 Chrome/150.0\r\nAccept-Language: en",
      })
  void pagesDoNotLook(String headers) throws IOException {
    for (RawHttp http : ports) {
      for (String path : List.of("/stats", "/peers")) {
        RawHttp.Answer answer = http.send("GET " + path, headers + "\r\n", "");
        assertThat(answer.status()).as(path + answer).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("cross-site");
      }
    }
    assertThat(heard).hasValue(0);
  }

  /** Whoever types the address may look, and so may programs, by any name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: 127.0.0.1:7\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate",
        "Host: [::1]:7\r\nSec-Fetch-Site: same-origin",
        "Host: lab-3\r\nUser-Agent: Mozilla/5.0 Firefox/140.0\r\nAccept-Language: pt-BR",
        "Host: lab-3.example\r\nUser-Agent: curl/8.5.0",
      })
  void peopleLook(String headers) throws IOException {
    for (RawHttp http : ports) {
      for (String path : List.of("/stats", "/peers")) {
        assertThat(http.send("GET " + path, headers + "\r\n", "").status()).isEqualTo(503);
      }
    }
    assertThat(heard).hasValue(4);
  }

  /** Some clients give a browser's name, and those on Node half of what a browser says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "User-Agent: qBittorrent/5.1.0",
        "User-Agent: Mozilla/4.0 (compatible; MSIE 6.0)",
        "User-Agent: node\r\nAccept: */*\r\nAccept-Language: *\r\nSec-Fetch-Mode: cors",
      })
  void clientsAnnounce(String headers) throws IOException {
    for (RawHttp http : ports) {
      http.send("GET /announce?info_hash=x", "Host: any.example\r\n" + headers + "\r\n", "");
    }
    assertThat(heard).hasValue(2);
  }

  /** Members and clients are asked for no name, as ever. */
  @Test
  void membersAndClientsAreServed() throws IOException {
    String headers = "Host: any.example\r\nContent-Length: 2\r\n";
    for (RawHttp http : ports) {
      for (String path : List.of("/member", "/register", "/ping", "/unregister")) {
        int served = path.equals("/member") ? 200 : 503;
        assertThat(http.send("POST " + path, headers, "{}").status()).as(path).isEqualTo(served);
      }
    }
    assertThat(heard).hasValue(8);
  }
}
