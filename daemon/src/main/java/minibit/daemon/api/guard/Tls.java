package minibit.daemon.api.guard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate and its key, ready for a listener.
 *
 * @param context to listen with
 * @param certificate in PEM, for the owner's own client to trust
 */
public record Tls(SSLContext context, String certificate) {
  /** A certificate with its chain, or a key, has a few kilobytes. */
  private static final int MAX_FILE = 1 << 20;

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /**
   * Reads both from PEM files.
   *
   * @param certificate the certificate, and after it the ones that vouch for it
   * @param key in PKCS#8, not encrypted
   * @throws IOException if one cannot be read or the two do not fit, in words
   */
  public static Tls of(Path certificate, Path key) throws IOException {
    String pem = read(certificate);
    List<Certificate> chain = chain(certificate, pem);
    PrivateKey secret = key(key, read(key));
    if (!belong(chain.getFirst(), secret)) {
      throw new IOException(key + " is not the key of " + certificate);
    }
    char[] none = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      store.setKeyEntry("api", secret, none, chain.toArray(new Certificate[0]));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, none);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), null, null);
      return new Tls(context, pem);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(certificate + " and " + key + " cannot be used", e);
    }
  }

  /** SHA-256 of the certificate, in pairs of digits, as browsers and tools show it. */
  public String fingerprint() {
    try {
      byte[] encoded =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(certificate.getBytes(StandardCharsets.ISO_8859_1)))
              .getEncoded();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("it was read before", e);
    }
  }

  /** Whether what the one signs the other verifies: nothing else would notice before a client. */
  private static boolean belong(Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "Ed25519";
        };
    byte[] text = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate);
      verifying.update(text);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      // Of different kinds.
      return false;
    }
  }

  private static String read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (Files.size(file) > MAX_FILE) {
      throw new IOException(file + " is too large for a certificate or key");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static List<Certificate> chain(Path file, String pem) throws IOException {
    try {
      List<Certificate> chain =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))));
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a certificate in PEM", e);
    }
    throw new IOException(file + " is not a certificate in PEM");
  }

  private static PrivateKey key(Path file, String pem) throws IOException {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " is not a key in PEM, in PKCS#8 and not encrypted");
    }
    byte[] encoded;
    try {
      encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a key in PEM", e);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // Of another kind: the next one may read it.
        continue;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(algorithm + " is missing", e);
      }
    }
    throw new IOException(file + " is no key of a known kind: " + String.join(", ", ALGORITHMS));
  }
}
