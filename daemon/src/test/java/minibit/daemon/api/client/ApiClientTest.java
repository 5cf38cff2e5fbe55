package minibit.daemon.api.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.model.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that is not there, or is no daemon: told in words, and soon. */
class ApiClientTest {
  @TempDir private Path home;

  private static void assertFails(Runnable action, int status, String code) {
    assertThatThrownBy(action::run)
        .asInstanceOf(type(ApiException.class))
        .extracting(ApiException::status, ApiException::code)
        .containsExactly(status, code);
  }

  private void write(String address) throws IOException {
    ApiToken.openOrCreate(home);
    ApiAddress.plain(address, 1, Instant.EPOCH).write(home);
  }

  @Test
  void homesWithoutDaemon() {
    assertFails(() -> ApiClient.of(home), 503, ApiException.NO_DAEMON);
    assertFails(() -> ApiClient.of(home.resolve("nowhere")), 503, ApiException.NO_DAEMON);
  }

  @Test
  void homesWithoutToken() throws IOException {
    ApiAddress.plain("127.0.0.1:1", 1, Instant.EPOCH).write(home);
    assertFails(() -> ApiClient.of(home), 401, "no-token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"address\":null}", "{\"address\":\"no where\"}"})
  void brokenAddresses(String text) throws IOException {
    write("127.0.0.1:1");
    Files.writeString(home.resolve(ApiAddress.FILE), text);
    assertThatThrownBy(() -> ApiClient.of(home)).isInstanceOf(ApiException.class);
  }

  /** The file of a daemon that was killed: its port is free, or somebody else's. */
  @Test
  void staleAddresses() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      // Bound and not listening: nobody else can take the port, and nobody answers.
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      int port = socket.getLocalPort();
      socket.close();
      write("127.0.0.1:" + port);
    }
    try (ApiClient client = ApiClient.of(home)) {
      assertFails(client::status, 503, ApiException.NO_DAEMON);
    }
  }

  private interface Talk {
    void with(Socket socket) throws IOException;
  }

  /** Something else that listens where a daemon did. */
  private ServerSocket impostor(Talk talk) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              while (true) {
                try (Socket socket = server.accept()) {
                  talk.with(socket);
                } catch (IOException e) {
                  // The test is over.
                  return;
                }
              }
            });
    write("127.0.0.1:" + server.getLocalPort());
    return server;
  }

  private static Talk saying(String text) {
    return socket -> {
      byte[] head = new byte[4096];
      if (socket.getInputStream().read(head) > 0) {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"name\":[1]}",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 500 No\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}",
      })
  void otherServersAreToldApart(String text) throws IOException {
    try (ServerSocket server = impostor(saying(text));
        ApiClient client = ApiClient.of(home)) {
      assertFails(client::status, 502, "not-understood");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", "SSH-2.0-x\r\n"})
  void brokenConnections(String text) throws IOException {
    try (ServerSocket server = impostor(saying(text));
        ApiClient client = ApiClient.of(home)) {
      assertFails(client::status, 503, ApiException.NO_DAEMON);
    }
  }

  /** A daemon that hangs does not hang whoever asks. */
  @Test
  void silenceEnds() throws IOException {
    Talk silence = socket -> socket.getInputStream().readAllBytes();
    try (ServerSocket server = impostor(silence);
        ApiClient client = ApiClient.of(home)) {
      assertFails(client.patient(Duration.ofMillis(300))::status, 504, "timeout");
    }
  }
}
