package minibit.daemon.api.guard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import minibit.daemon.api.access.PrivateFiles;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that the daemon makes for itself when its API is to be reached from other machines
 * and nobody gave it one. Nobody vouches for it: people compare its fingerprint once, the owner's
 * own commands know it by its bytes. Kept in the home, and made anew when it runs out.
 */
public final class OwnCertificate {
  /** The certificate in the home. */
  public static final String CERTIFICATE = "api-certificate.pem";

  /** Its key, for nobody else to read. */
  public static final String KEY = "api-key.pem";

  /** The longest that browsers of all makers take. */
  static final Duration LIFE = Duration.ofDays(825);

  /** One that runs out before a daemon is likely to start again is made anew. */
  private static final Duration LEFT = Duration.ofDays(30);

  /** Clocks of other machines may be behind. */
  private static final Duration SLACK = Duration.ofDays(1);

  private static final int SERIAL_BITS = 128;
  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);

  private OwnCertificate() {}

  /**
   * The certificate of a home, made if there is none that lasts.
   *
   * @param names host names and addresses that it is for
   * @throws IOException if the home cannot be read or written
   */
  public static Tls openOrMake(Path home, Collection<String> names, Instant now)
      throws IOException {
    Path certificate = home.resolve(CERTIFICATE);
    Path key = home.resolve(KEY);
    if (Files.exists(key) && lasts(certificate, now)) {
      return Tls.of(certificate, key);
    }
    try {
      KeyPair pair = pair();
      X509Certificate made = make(pair, names, now);
      PrivateFiles.write(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
      PrivateFiles.write(certificate, pem("CERTIFICATE", made.getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("no certificate can be made", e);
    }
    LOG.info("made a certificate for the API: {}", certificate);
    return Tls.of(certificate, key);
  }

  private static boolean lasts(Path file, Instant now) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try {
      X509Certificate found =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
      return found.getNotAfter().toInstant().isAfter(now.plus(LEFT));
    } catch (GeneralSecurityException e) {
      LOG.warn("{} is no certificate and is made anew", file);
      return false;
    }
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate make(KeyPair pair, Collection<String> names, Instant now)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    X500Name self = new X500Name("CN=minibit");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            self,
            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0),
            Date.from(now.minus(SLACK)),
            Date.from(now.plus(LIFE).minus(SLACK)),
            self,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    GeneralName[] own =
        names.stream().distinct().map(OwnCertificate::name).toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(own));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static GeneralName name(String text) {
    boolean address = text.contains(":") || text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, text);
  }

  private static byte[] pem(String kind, byte[] bytes) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return ("-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
