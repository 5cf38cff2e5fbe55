package minibit.daemon.api.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import minibit.daemon.api.ApiServer;
import minibit.daemon.api.ApiSettings;
import minibit.daemon.api.Backend;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.access.ApiToken;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.events.EventFeed;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Stopping;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: the owner's client trusts the daemon's and no other; bad files are told apart. */
class TlsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    make("ec", "EC", "secp256r1");
    make("ed", "Ed25519", "");
    make("rsa", "RSA", "");
  }

  private static void make(String name, String algorithm, String group) throws Exception {
    Certificates.make(folder, name, algorithm, group);
  }

  private static Tls read(String certificate, String key) throws IOException {
    return Tls.of(folder.resolve(certificate), folder.resolve(key));
  }

  private static ApiServer serve(Tls tls, ApiToken token) throws IOException {
    Backend daemon =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (_, _, _) -> new Stopping(9));
    return ApiServer.open(
        ApiSettings.at(new InetSocketAddress("127.0.0.1", 0))
            .answering(Set.of("box.example"), Optional.of(tls)),
        token,
        daemon,
        new EventFeed(1),
        Optional.empty());
  }

  /** Any kind of key; names in the certificate do not matter to its owner. */
  @Test
  void theOwnersClientTrustsTheDaemon(@TempDir Path home) throws IOException {
    ApiToken token = ApiToken.openOrCreate(home);
    for (String kind : new String[] {"ec", "ed", "rsa"}) {
      try (ApiServer server = serve(read(kind + ".crt", kind + ".key"), token)) {
        server.reach(1, Instant.EPOCH).write(home);
        try (ApiClient client = ApiClient.of(home)) {
          assertThat(client.base().getScheme()).isEqualTo("https");
          assertThat(client.shutdown()).as(kind).isEqualTo(new Stopping(9));
        }
      }
    }
  }

  /** Who took over the port gets no token. */
  @Test
  void otherCertificatesAreNotTrusted(@TempDir Path home) throws IOException {
    ApiToken token = ApiToken.openOrCreate(home);
    try (ApiServer server = serve(read("ec.crt", "ec.key"), token)) {
      ApiAddress address = server.reach(1, Instant.EPOCH);
      Optional<String> other = Optional.of(Files.readString(folder.resolve("rsa.crt")));
      new ApiAddress(address.address(), 1, Instant.EPOCH, other).write(home);
      try (ApiClient client = ApiClient.of(home)) {
        assertThatThrownBy(client::shutdown)
            .asInstanceOf(type(ApiException.class))
            .extracting(ApiException::code)
            .isEqualTo("bad-certificate");
      }
      try (ApiClient plain = ApiClient.of(URI.create("http://" + address.address()), token)) {
        assertThatThrownBy(plain::shutdown).isInstanceOf(ApiException.class);
      }
    }
  }

  @Test
  void badFilesAreToldApart() throws IOException {
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(
        folder.resolve("locked"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END x-----");
    Certificates.pem(folder.resolve("odd"), "PRIVATE KEY", new byte[] {1, 2, 3});
    assertTold("nowhere", "ec.key", "nowhere");
    assertTold("empty", "ec.key", "not a certificate");
    assertTold("ec.key", "ec.key", "not a certificate");
    assertTold("ec.crt", "nowhere", "nowhere");
    assertTold("ec.crt", "empty", "not a key in PEM");
    assertTold("ec.crt", "ec.crt", "not a key in PEM");
    assertTold("ec.crt", "locked", "not encrypted");
    assertTold("ec.crt", "odd", "no key of a known kind");
    assertTold("ec.crt", "rsa.key", "is not the key of");
    assertTold("ed.crt", "ec.key", "is not the key of");
  }

  private static void assertTold(String certificate, String key, String words) {
    assertThatThrownBy(() -> read(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }
}
