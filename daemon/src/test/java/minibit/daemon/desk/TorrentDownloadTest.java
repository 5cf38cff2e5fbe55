package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import minibit.daemon.api.model.ApiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A torrent by its address: from the internet only, small, soon, or with a word why not. */
@Timeout(30)
class TorrentDownloadTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          try (exchange) {
            if (path.startsWith("/hop")) {
              int hops = Integer.parseInt(path.substring(4));
              exchange
                  .getResponseHeaders()
                  .add("Location", hops == 0 ? "/file" : "/hop" + (hops - 1));
              exchange.sendResponseHeaders(302, -1);
            } else if (path.equals("/file")) {
              byte[] bytes = "d4:infoe".getBytes(StandardCharsets.US_ASCII);
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
            } else if (path.equals("/big")) {
              exchange.sendResponseHeaders(200, 0);
              for (int i = 0; i < 11; i++) {
                exchange.getResponseBody().write(new byte[1 << 20]);
              }
            } else if (path.equals("/slow")) {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(1);
              exchange.getResponseBody().flush();
              end.await();
            } else {
              exchange.sendResponseHeaders(404, -1);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static String code(TorrentDownload download, String url) {
    try {
      return new String(download.fetch(url), StandardCharsets.US_ASCII);
    } catch (ApiException e) {
      return e.code();
    }
  }

  private static final TorrentDownload ALLOWED =
      new TorrentDownload(() -> true, Duration.ofSeconds(10));

  @ParameterizedTest
  @CsvSource({
    "/file, d4:infoe",
    "/hop2, d4:infoe",
    "/hop3, too-many-redirects",
    "/big, too-large",
    "/none, not-reachable",
  })
  void whatIsThereIsFetchedWithinBounds(String path, String outcome) {
    assertThat(code(ALLOWED, at(path))).isEqualTo(outcome);
  }

  @Test
  void aBodyThatDribblesIsGivenUp() {
    TorrentDownload hasty = new TorrentDownload(() -> true, Duration.ofMillis(700));
    assertThat(code(hasty, at("/slow"))).isEqualTo("not-reachable");
  }

  /** Nobody reaches through the daemon what only it can, by whatever spelling. */
  @Test
  void theOwnNetworkIsNotAsked() {
    TorrentDownload strict = new TorrentDownload(() -> false);
    assertThatThrownBy(() -> strict.fetch(at("/file")))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo("private-address");
              assertThat(e.status()).isEqualTo(403);
            });
    assertThat(code(strict, "http://localhost/x")).isEqualTo("private-address");
    assertThat(code(strict, "http://[::1]/x")).isEqualTo("private-address");
    assertThat(code(strict, "http://[::ffff:127.0.0.1]/x")).isEqualTo("private-address");
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "172.16.0.1, true",
    "192.168.1.1, true",
    "169.254.169.254, true",
    "100.64.0.1, true",
    "0.0.0.0, true",
    "224.0.0.1, true",
    "255.255.255.255, true",
    "fd00::1, true",
    "fe80::1, true",
    "ff02::1, true",
    "2002:7f00:1::, true",
    "64:ff9b::7f00:1, true",
    "8.8.8.8, false",
    "172.32.0.1, false",
    "2606:4700::1111, false",
  })
  void whatIsPublic(String address, boolean isPrivate) throws IOException {
    assertThat(TorrentDownload.isPrivate(InetAddress.getByName(address))).isEqualTo(isPrivate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://example.org/x",
        "x",
        "http:///x",
        "http://a b/",
        "//a/x"
      })
  void onlyTheWebIsAsked(String url) {
    assertThat(code(ALLOWED, url)).isEqualTo("bad-url");
  }
}
