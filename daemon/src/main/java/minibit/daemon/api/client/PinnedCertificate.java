package minibit.daemon.api.client;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate and no other, whoever vouches for them: the one that the daemon wrote into
 * its home. Names in it do not matter then.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {
  private final byte[] encoded;

  private PinnedCertificate(byte[] encoded) {
    this.encoded = encoded;
  }

  /** Trust in the first certificate of a PEM text. */
  static SSLContext trust(String pem) throws GeneralSecurityException {
    byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
    byte[] encoded =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes))
            .getEncoded();
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new PinnedCertificate(encoded)}, null);
    return context;
  }

  private void check(X509Certificate[] chain) throws CertificateException {
    if (chain.length == 0 || !Arrays.equals(encoded, chain[0].getEncoded())) {
      throw new CertificateException("not the daemon's certificate");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
