package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.guard.Certificates;
import minibit.daemon.config.Settings;
import minibit.daemon.config.Settings.FlagValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon with a certificate: its own commands reach it without a word more. */
class SecuredApiTest {
  @TempDir Path home;

  private Daemon start() throws Exception {
    List<FlagValue> flags =
        List.of(
            new FlagValue("--group", "group.name", "secured"),
            new FlagValue("--listen", "listen.peer", "127.0.0.1:0"),
            new FlagValue("--member", "listen.member", "127.0.0.1:0"),
            new FlagValue("--tls-cert", "listen.api-certificate", "api.crt"),
            new FlagValue("--tls-key", "listen.api-key", "api.key"),
            new FlagValue("--no-lsd", "lsd.enabled", "false"),
            new FlagValue("--no-lsd", "discovery.multicast", "false"));
    return Daemon.start(DaemonOptions.of(home, "test"), Settings.load(home, Map.of(), flags));
  }

  @Test
  void commandsSpeakTls() throws Exception {
    Certificates.make(home, "api", "EC", "secp256r1");
    try (Daemon daemon = start();
        ApiClient client = ApiClient.of(home)) {
      assertThat(client.base().getScheme()).isEqualTo("https");
      assertThat(client.status().id()).isEqualTo(daemon.backend().status().id());
    }
  }

  /** Beyond loopback without a certificate, a daemon makes its own, and shows which. */
  @Test
  void beyondLoopbackACertificateIsMade() throws Exception {
    List<FlagValue> flags =
        List.of(
            new FlagValue("--group", "group.name", "secured"),
            new FlagValue("--listen", "listen.peer", "127.0.0.1:0"),
            new FlagValue("--member", "listen.member", "127.0.0.1:0"),
            new FlagValue("--api", "listen.api", "0.0.0.0:0"),
            new FlagValue("--no-lsd", "lsd.enabled", "false"),
            new FlagValue("--no-lsd", "discovery.multicast", "false"));
    Settings settings = Settings.load(home, Map.of(), flags);
    try (Daemon daemon = Daemon.start(DaemonOptions.of(home, "test"), settings);
        ApiClient client = ApiClient.of(home)) {
      assertThat(client.base().getScheme()).isEqualTo("https");
      assertThat(client.status().listen().apiFingerprint())
          .isPresent()
          .isEqualTo(daemon.backend().status().listen().apiFingerprint());
      assertThat(client.loginCode().url()).startsWith("https://");
    }
  }

  /** No daemon comes up without the TLS that was asked for, and none is left half up. */
  @Test
  void badCertificatesAreTold() throws Exception {
    assertThatThrownBy(this::start)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("api.crt");
    assertThat(Files.exists(home.resolve("api.json"))).isFalse();
    Certificates.make(home, "api", "EC", "secp256r1");
    start().close();
  }
}
