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
      })
  void pagesAreNoMembers(String headers) throws IOException {
    for (RawHttp http : ports) {
      for (String path : List.of("/member", "/register", "/ping", "/unregister")) {
        RawHttp.Answer answer =
            http.send("POST " + path, headers + "\r\nContent-Length: 2\r\n", "{}");
        assertThat(answer.status()).as(path + answer).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("cross-site");
        assertThat(answer.has("Content-Type: application/problem+json")).isTrue();
      }
    }
    assertThat(heard).hasValue(0);
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
