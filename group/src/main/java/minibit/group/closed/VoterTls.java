package minibit.group.closed;

import java.math.BigInteger;
import java.net.Socket;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Mutual TLS between the voters of a closed group. Both ends show a certificate for one key pair
 * that follows from the group's key, and take no other: so they prove that they know it, and no
 * certificate needs to be handed around. Names and dates in it mean nothing.
 */
public final class VoterTls {
  private static final String CURVE = "secp256r1";
  private static final char[] NO_PASSWORD = {};

  private final PrivateKey secret;
  private final PublicKey shown;

  /** The identity that follows from this key. */
  public VoterTls(GroupKey key) {
    X9ECParameters curve = CustomNamedCurves.getByName(CURVE);
    // Sixty-four bytes for a number of thirty-two: what is left of the division is even enough.
    byte[] half = key.derive("minibit voters 1", new byte[] {1});
    byte[] other = key.derive("minibit voters 1", new byte[] {2});
    BigInteger wide = new BigInteger(1, half).shiftLeft(256).or(new BigInteger(1, other));
    BigInteger number = wide.mod(curve.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    ECPoint point = new FixedPointCombMultiplier().multiply(curve.getG(), number).normalize();
    try {
      AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
      named.init(new ECGenParameterSpec(CURVE));
      ECParameterSpec spec = named.getParameterSpec(ECParameterSpec.class);
      KeyFactory factory = KeyFactory.getInstance("EC");
      secret = factory.generatePrivate(new ECPrivateKeySpec(number, spec));
      shown =
          factory.generatePublic(
              new ECPublicKeySpec(
                  new java.security.spec.ECPoint(
                      point.getAffineXCoord().toBigInteger(),
                      point.getAffineYCoord().toBigInteger()),
                  spec));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** What this voter shows. */
  public KeyManager keys() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("voter", secret, NO_PASSWORD, new Certificate[] {certificate()});
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | java.io.IOException | OperatorCreationException e) {
      throw new IllegalStateException("a voter's certificate cannot be made", e);
    }
  }

  private X509Certificate certificate() throws OperatorCreationException, CertificateException {
    X500Name name = new X500Name("CN=minibit voter");
    Date always = Date.from(Instant.EPOCH);
    Date never = Date.from(Instant.parse("9999-12-31T23:59:59Z"));
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(name, BigInteger.ONE, always, never, name, shown)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(secret)));
  }

  /** Whom this voter trusts: who has the same key. */
  public TrustManager trust() {
    return new SameKey(shown);
  }

  /** Takes one key, whatever the certificate around it says; addresses are no names here. */
  private static final class SameKey extends X509ExtendedTrustManager {
    private final PublicKey expected;

    SameKey(PublicKey expected) {
      this.expected = expected;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0 || !expected.equals(chain[0].getPublicKey())) {
        throw new CertificateException("not a voter of this group");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
