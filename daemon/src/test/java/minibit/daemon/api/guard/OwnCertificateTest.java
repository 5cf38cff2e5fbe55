package minibit.daemon.api.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that needs a certificate and has none makes one, and keeps it while it lasts. */
class OwnCertificateTest {
  private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1", "box.lan");

  @TempDir Path home;

  private static X509Certificate read(Tls tls) throws Exception {
    byte[] pem = tls.certificate().getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  @Test
  void itIsMadeOnceAndKept() throws Exception {
    Instant now = Instant.now();
    Tls made = OwnCertificate.openOrMake(home, NAMES, now);
    Tls again = OwnCertificate.openOrMake(home, List.of("other"), now.plus(Duration.ofDays(300)));
    assertThat(again.certificate()).isEqualTo(made.certificate());
    assertThat(again.fingerprint()).isEqualTo(made.fingerprint());
    assertThat(made.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    for (String file : List.of(OwnCertificate.KEY, OwnCertificate.CERTIFICATE)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void itNamesTheMachineAndNothingMore() throws Exception {
    X509Certificate made = read(OwnCertificate.openOrMake(home, NAMES, Instant.now()));
    made.checkValidity();
    assertThat(made.getSubjectAlternativeNames().stream().map(name -> (String) name.get(1)))
        .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "box.lan");
    // It vouches for nobody else.
    assertThat(made.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void itIsMadeAnewWhenItRunsOutOrIsBroken() throws Exception {
    Instant now = Instant.now();
    Tls made = OwnCertificate.openOrMake(home, NAMES, now.minus(Duration.ofDays(800)));
    Tls next = OwnCertificate.openOrMake(home, NAMES, now);
    assertThat(next.fingerprint()).isNotEqualTo(made.fingerprint());
    Files.writeString(home.resolve(OwnCertificate.CERTIFICATE), "broken");
    assertThat(OwnCertificate.openOrMake(home, NAMES, now).fingerprint())
        .isNotEqualTo(next.fingerprint());
  }
}
