package minibit.daemon.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PeerAddress;
import minibit.daemon.tracker.TrackerResponse;
import minibit.group.member.MemberTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The member port and the transport that speaks to it, and those who mean no good. */
@Timeout(60)
class MemberServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpMemberTransport transport = new HttpMemberTransport();
  private MemberServer server;

  @BeforeEach
  void open() throws IOException {
    server =
        MemberServer.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request ->
                CompletableFuture.completedFuture(
                    TrackerResponse.refusal(request.path(), 503, "no-tracker", "no tracker")));
  }

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  private PeerAddress address() {
    return PeerAddress.of(new byte[] {127, 0, 0, 1}, server.port());
  }

  private byte[] send(byte[] message) throws Exception {
    return transport.send(address(), message, LIMIT).get(30, TimeUnit.SECONDS);
  }

  /** A message of any length up to the limit comes there, and its answer back. */
  @Test
  void messagesTravel() throws Exception {
    server.serve(message -> CompletableFuture.completedFuture(message));
    for (int length : new int[] {1, 70_000, MemberTransport.MAX_BYTES}) {
      byte[] message = new byte[length];
      message[0] = 1;
      message[length - 1] = 7;
      assertThat(send(message)).isEqualTo(message);
    }
  }

  /** What is not to be taken is refused with a status and a sentence of its own. */
  @Test
  void eachRefusalHasItsReason() throws Exception {
    assertThat(post("Content-Length: 1", "x")).contains("503").contains("still starting");
    server.serve(message -> CompletableFuture.completedFuture(message));
    assertThat(post("Content-Length: " + (MemberTransport.MAX_BYTES + 1), "x"))
        .contains("413")
        .contains(Integer.toString(MemberTransport.MAX_BYTES));
    assertThat(post("Transfer-Encoding: chunked", "1\r\nx\r\n0\r\n\r\n")).contains("411");
    assertThat(post("Content-Length: 0", "")).contains("400").contains("empty");
    assertThat(raw("GET /member HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).contains("405");
    assertThat(raw("GET /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .contains("404");
    assertThat(raw("GET /announce HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .contains("14:failure reason10:no tracker");
  }

  private String post(String header, String body) throws IOException {
    return raw(
        "POST /member HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n" + body);
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Who floods is told to wait, and others of the same kind are not served worse for it. */
  @Test
  void aFloodOfOpenMessagesIsCutOff() throws Exception {
    server.serve(message -> CompletableFuture.completedFuture(message));
    boolean refused = false;
    for (int i = 0; i < 20_000 && !refused; i++) {
      try {
        send(new byte[] {0});
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("429");
        refused = true;
      }
    }
    assertThat(refused).isTrue();
    // Sealed ones still pass: the flood cost the group nothing.
    assertThat(send(new byte[] {1})).containsExactly(1);
  }

  /** Where nobody listens, or nobody answers in time, the sender learns it within its limit. */
  @Test
  void silenceEnds() throws Exception {
    server.serve(message -> new CompletableFuture<>());
    long start = System.nanoTime();
    CompletableFuture<byte[]> answer =
        transport.send(address(), new byte[] {1}, Duration.ofMillis(300));
    assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

    PeerAddress gone = address();
    server.close();
    assertThatThrownBy(() -> transport.send(gone, new byte[] {1}, LIMIT).get(30, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
  }
}
