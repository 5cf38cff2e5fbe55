package minibit.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No patience with those that dawdle over a question; all of it with those that wait. */
class HttpPortTest {
  private static final Duration IDLE = Duration.ofMillis(300);

  private final CountDownLatch released = new CountDownLatch(1);
  private HttpPort port;

  @BeforeEach
  void start() throws IOException {
    port = open(new InetSocketAddress("127.0.0.1", 0));
  }

  private HttpPort open(InetSocketAddress listen) throws IOException {
    return HttpPort.open(HttpPort.Settings.plain("test", listen, 50, IDLE), new Answerer());
  }

  @AfterEach
  void stop() {
    released.countDown();
    port.close();
  }

  /** Answers at once, or on {@code /later} when it is let. */
  private final class Answerer extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (Request.getPathInContext(request).equals("/later")
          && !released.await(30, TimeUnit.SECONDS)) {
        throw new IOException("never let");
      }
      byte[] text = "done".getBytes(StandardCharsets.UTF_8);
      response.getHeaders().put("Content-Length", text.length);
      response.write(true, ByteBuffer.wrap(text), callback);
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(10_000);
    socket.connect(port.address());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** An answer may take many times as long as an idle connection may live. */
  @Test
  void whoWaitsGetsAnAnswer() throws Exception {
    try (Socket socket = connect();
        Socket other = connect()) {
      send(socket, "GET /later HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      // The other one is closed for saying nothing; by then three rounds have gone by.
      for (int i = 0; i < 3; i++) {
        try (Socket silent = connect()) {
          assertThat(read(silent)).isEmpty();
        }
      }
      assertThat(read(other)).isEmpty();
      released.countDown();
      assertThat(read(socket)).startsWith("HTTP/1.1 200").endsWith("done");
    }
  }

  /** A head that comes byte by byte is cut off, though never idle. */
  @Test
  void whoDawdlesIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      assertThatThrownBy(
              () -> {
                send(socket, "GET / HTTP/1.1\r\nX: ");
                for (int i = 0; i < 1_000; i++) {
                  send(socket, "a");
                  if (socket.getInputStream().available() > 0 || isClosed(socket)) {
                    throw new SocketException("closed");
                  }
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** Waits a little for the other side's end: the pace of the dawdler. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void takenPortsAreTold() {
    assertThatThrownBy(() -> open(port.address())).isInstanceOf(BindException.class);
    assertThatThrownBy(() -> open(new InetSocketAddress("192.0.2.1", 0)))
        .isInstanceOf(IOException.class);
  }

  /** The port is free when close returns. */
  @Test
  void closedPortsAreFree() throws IOException {
    InetSocketAddress address = port.address();
    port.close();
    port = open(address);
    assertThat(port.address()).isEqualTo(address);
  }
}
