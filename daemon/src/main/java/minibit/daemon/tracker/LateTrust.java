package minibit.daemon.tracker;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The platform's own judgement of certificates, not loaded before the first of them is seen: most
 * trackers have none, and reading 140 authorities takes longer than asking a tracker. Any thread.
 */
public final class LateTrust extends X509ExtendedTrustManager {
  private final Source source;
  private @Nullable X509ExtendedTrustManager loaded;

  /** Where the judgement comes from. */
  interface Source {
    X509ExtendedTrustManager load() throws GeneralSecurityException;
  }

  /** Judges as this source does, which is asked once at most. */
  LateTrust(Source source) {
    this.source = source;
  }

  /** Trusts whom the platform trusts. */
  public static LateTrust platform() {
    return new LateTrust(() -> of(null));
  }

  /** A TLS context that trusts so. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every platform has TLS", e);
    }
  }

  private synchronized X509ExtendedTrustManager judge() throws CertificateException {
    X509ExtendedTrustManager judge = loaded;
    if (judge == null) {
      try {
        judge = source.load();
      } catch (GeneralSecurityException e) {
        throw new CertificateException("the known authorities cannot be read", e);
      }
      loaded = judge;
    }
    return judge;
  }

  /** Trusts the authorities of this store; null: those of the platform. */
  static X509ExtendedTrustManager of(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new CertificateException("this platform cannot judge certificates");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge().checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge().checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge().checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("only servers are judged here");
  }

  /** None: these are what a server would name to its clients. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
