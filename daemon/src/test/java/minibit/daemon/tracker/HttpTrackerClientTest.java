package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.AnnounceResponse.Accepted;
import minibit.core.announce.AnnounceResponse.Failed;
import minibit.core.announce.AnnounceResponse.Refused;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HTTP client against trackers that are odd, slow, or mean no good. */
@Timeout(20)
class HttpTrackerClientTest {
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final Duration HASTY = Duration.ofMillis(300);
  private static final byte[] ANSWER =
      latin("d8:intervali900e5:peers6:\u007f\0\0\u0002\u001a\u00e1e");

  private final HttpTrackerClient client = new HttpTrackerClient(SourceAddress.ANY);
  private final BlockingQueue<InetAddress> callers = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private volatile Script script = (path, out) -> {};

  /** What is sent for a request; afterwards the connection ends. */
  private interface Script {
    void answer(String path, OutputStream out) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test closed the socket.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      callers.add(socket.getInetAddress());
      StringBuilder head = new StringBuilder();
      InputStream in = socket.getInputStream();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      script.answer(head.toString().split(" ")[1], socket.getOutputStream());
    } catch (IOException e) {
      // The client had enough.
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void send(OutputStream out, String status, String headers, byte[] body)
      throws IOException {
    out.write(
        latin(
            "HTTP/1.1 "
                + status
                + "\r\nConnection: close\r\nContent-Length: "
                + body.length
                + "\r\n"
                + headers
                + "\r\n"));
    out.write(body);
  }

  private AnnounceResponse announce(HttpTrackerClient asking, Duration limit) {
    TrackerUrl tracker =
        TrackerUrl.parse("http://127.0.0.1:" + server.getLocalPort() + "/announce?pk=1")
            .orElseThrow();
    InfoHash hash = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
    PeerId id = PeerId.random(new Random(1));
    return asking
        .announce(
            tracker,
            new AnnounceRequest(hash, id, 6881, 0, 0, 9, AnnounceEvent.STARTED, 50, 7, ""),
            limit)
        .join();
  }

  private void assertTaken() {
    assertThat(announce(client, PATIENT))
        .isInstanceOfSatisfying(
            Accepted.class,
            taken ->
                assertThat(taken.peers())
                    .extracting(PeerAddress::toString)
                    .containsExactly("127.0.0.2:6881"));
  }

  private void assertFails(Duration limit, String code) {
    assertThat(announce(client, limit))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.code()).as(failed.message()).isEqualTo(code));
  }

  /** A tracker that moved is followed, with all that one asks. */
  @Test
  void redirectsAreFollowed() {
    script =
        (path, out) -> {
          if (path.startsWith("/announce?pk=1&")) {
            send(out, "302 Found", "Location: /new" + path + "\r\n", new byte[0]);
          } else {
            send(out, path.startsWith("/new/announce?pk=1&") ? "200 OK" : "404 No", "", ANSWER);
          }
        };
    assertTaken();
  }

  /** One that sends us round in circles is given up. */
  @Test
  void circlesEnd() {
    script = (path, out) -> send(out, "302 Found", "Location: " + path + "\r\n", new byte[0]);
    assertFails(PATIENT, "http-status");
    assertThat(callers).hasSizeLessThan(10);
  }

  @Test
  void zippedAnswersAreRead() {
    script = (_, out) -> send(out, "200 OK", "Content-Encoding: gzip\r\n", zipped(ANSWER));
    assertTaken();
  }

  /** What unpacks to more than any answer is none, and is not unpacked. */
  @Test
  void bombsDoNotGoOff() throws IOException {
    byte[] bomb = zipped(new byte[64 << 20]);
    script = (_, out) -> send(out, "200 OK", "Content-Encoding: gzip\r\n", bomb);
    assertFails(PATIENT, "too-large");
    script = (_, out) -> send(out, "200 OK", "Content-Encoding: gzip\r\n", ANSWER);
    assertFails(PATIENT, "bad-answer");
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }

  /** Reading stops at the limit, whether the length was announced or not. */
  @Test
  void endlessAnswersAreCut() {
    byte[] large = new byte[HttpTrackerClient.MAX_ANSWER + 1];
    script = (_, out) -> send(out, "200 OK", "", large);
    assertTooLarge();
    script =
        (_, out) -> {
          out.write(latin("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
          while (true) {
            out.write(large);
          }
        };
    assertTooLarge();
  }

  /** An answer that says too much is not one that says nothing. */
  private void assertTooLarge() {
    assertThat(announce(client, PATIENT))
        .isEqualTo(new Failed("too-large", "the answer is larger than 1048576 bytes"));
  }

  /** An answer of the size that is still read is read whole. */
  @Test
  void largeAnswersAreRead() {
    byte[] rest = new byte[HttpTrackerClient.MAX_ANSWER - ANSWER.length];
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ANSWER);
    body.writeBytes(rest);
    script = (_, out) -> send(out, "200 OK", "", body.toByteArray());
    assertTaken();
  }

  /** Silence and a byte now and then come to the same. */
  @Test
  void slowTrackersTimeOut() {
    script =
        (_, _) -> {
          while (!server.isClosed()) {
            pause();
          }
        };
    assertFails(HASTY, "timeout");
    script =
        (_, out) -> {
          out.write(latin("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
          for (int i = 0; i < 1000; i++) {
            out.write('d');
            out.flush();
            pause();
          }
        };
    assertFails(HASTY, "timeout");
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A reason in words counts, whatever the status; a status without one is told as such. */
  @Test
  void refusalsAreHeard() {
    script = (_, out) -> send(out, "400 Bad", "", latin("d14:failure reason7:no spame"));
    assertThat(announce(client, PATIENT))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo("no spam"));
    script = (_, out) -> send(out, "503 Busy", "", latin("<html>come back</html>"));
    assertFails(PATIENT, "http-status");
    for (String rubbish : List.of("", "<html>hello</html>", "d", "i1e", "le", "d5:peersi1ee")) {
      script = (_, out) -> send(out, "200 OK", "", latin(rubbish));
      assertThat(announce(client, PATIENT)).as(rubbish).isNotInstanceOf(Refused.class);
    }
    script = (_, out) -> out.write(latin("SSH-2.0-OpenSSH\r\n"));
    assertFails(PATIENT, "unreachable");
    script = (_, _) -> {};
    assertFails(PATIENT, "unreachable");
  }

  /** The tracker sees the address on which we listen, where it leads to the tracker at all. */
  @Test
  void announcesComeFromTheListeningAddress() throws Exception {
    script = (_, out) -> send(out, "200 OK", "", ANSWER);
    InetSocketAddress listen = new InetSocketAddress("127.0.0.5", 6881);
    try (HttpTrackerClient own = new HttpTrackerClient(SourceAddress.of(listen))) {
      assertThat(announce(own, PATIENT)).isInstanceOf(Accepted.class);
    }
    assertThat(callers.take()).isEqualTo(listen.getAddress());
    SourceAddress v6 = new SourceAddress(Optional.of(InetAddress.getByName("::1")));
    try (HttpTrackerClient own = new HttpTrackerClient(v6)) {
      assertThat(announce(own, PATIENT)).isInstanceOf(Accepted.class);
    }
    assertThat(callers.take()).isEqualTo(InetAddress.getByName("127.0.0.1"));
  }
}
