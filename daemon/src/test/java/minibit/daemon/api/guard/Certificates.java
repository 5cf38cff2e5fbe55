package minibit.daemon.api.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Certificates for tests. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Certificates() {}

  /**
   * A certificate and its key, {@code NAME.crt} and {@code NAME.key}, by the JDK's own tool.
   *
   * @param group of an elliptic curve; empty for other algorithms
   */
  public static void make(Path folder, String name, String algorithm, String group)
      throws Exception {
    Path store = folder.resolve(name + ".p12");
    ProcessBuilder tool =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            algorithm,
            "-dname",
            "CN=" + name,
            "-alias",
            "x",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            store.toString());
    if (!group.isEmpty()) {
      tool.command().add("-groupname");
      tool.command().add(group);
    }
    Process running = tool.redirectErrorStream(true).start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).as(output).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    pem(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate("x").getEncoded());
    Key key = keys.getKey("x", PASSWORD);
    pem(folder.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded());
  }

  static void pem(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
