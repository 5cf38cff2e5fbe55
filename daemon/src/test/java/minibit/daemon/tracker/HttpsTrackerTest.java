package minibit.daemon.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.TrackerUrl;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;
import minibit.daemon.net.SourceAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Trackers over https are believed as a browser believes; over http nobody is asked to. */
@Timeout(20)
class HttpsTrackerTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private final AtomicInteger loads = new AtomicInteger();
  private KeyStore store;
  private @Nullable ServerSocket server;

  /** A certificate for 127.0.0.1, made for this test, which no authority has signed. */
  @BeforeEach
  void certificate() throws Exception {
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = getClass().getResourceAsStream("tracker.p12")) {
      store.load(in, PASSWORD);
    }
  }

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** Reading all authorities takes longer than an announce: who needs none does not wait. */
  @Test
  void authoritiesAreNotReadForPlainHttp() throws Exception {
    int port = serve(ServerSocketFactory.getDefault());

    assertThat(announce("http://127.0.0.1:" + port + "/announce", platform()))
        .isInstanceOf(AnnounceResponse.Accepted.class);
    assertThat(loads).hasValue(0);
  }

  @Test
  void aCertificateOfAnAuthorityIsBelieved() throws Exception {
    int port = serve(tls());

    assertThat(announce("https://127.0.0.1:" + port + "/announce", own()))
        .isInstanceOf(AnnounceResponse.Accepted.class);
    assertThat(loads).hasValue(1);
  }

  @Test
  void aCertificateThatNobodySignedIsNot() throws Exception {
    int port = serve(tls());

    assertThat(announce("https://127.0.0.1:" + port + "/announce", platform()))
        .isInstanceOfSatisfying(
            AnnounceResponse.Failed.class,
            failed -> assertThat(failed.message()).contains("certification path"));
    assertThat(loads).hasValue(1);
  }

  /** A good certificate for another host proves nothing. */
  @Test
  void aCertificateOfSomebodyElseIsNot() throws Exception {
    int port = serve(tls());

    assertThat(announce("https://localhost:" + port + "/announce", own()))
        .isInstanceOfSatisfying(
            AnnounceResponse.Failed.class,
            failed -> assertThat(failed.message()).contains("localhost"));
  }

  private LateTrust platform() {
    return new LateTrust(
        () -> {
          loads.incrementAndGet();
          return LateTrust.of(null);
        });
  }

  private LateTrust own() throws Exception {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("own", store.getCertificate("tracker"));
    return new LateTrust(
        () -> {
          loads.incrementAndGet();
          return LateTrust.of(authorities);
        });
  }

  private ServerSocketFactory tls() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }

  private int serve(ServerSocketFactory factory) throws IOException {
    ServerSocket listening = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    server = listening;
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  Socket socket = listening.accept();
                  Thread.ofVirtual().start(() -> answer(socket));
                }
              } catch (IOException e) {
                // The test closed the socket.
              }
            });
    return listening.getLocalPort();
  }

  private static void answer(Socket socket) {
    try (socket) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      String body = "d8:intervali900e5:peers0:e";
      socket
          .getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The client would not talk to this one.
    }
  }

  private static AnnounceResponse announce(String url, LateTrust trust) {
    InfoHash hash = InfoHash.ofHex("c7fa013a3a8b9e59be689cf9da719b99c9024cc2");
    PeerId id = PeerId.random(new Random(1));
    try (HttpTrackerClient client = new HttpTrackerClient(SourceAddress.ANY, trust)) {
      return client
          .announce(
              TrackerUrl.parse(url).orElseThrow(),
              new AnnounceRequest(hash, id, 6881, 0, 0, 9, AnnounceEvent.STARTED, 50, 7, ""),
              Duration.ofSeconds(10))
          .join();
    }
  }
}
