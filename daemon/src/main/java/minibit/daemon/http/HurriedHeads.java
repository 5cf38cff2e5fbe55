package minibit.daemon.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes connections that get no request's head done: a head that comes byte by byte is never idle,
 * and would hold its place for hours. A request that is being answered may take its time.
 */
final class HurriedHeads implements Connection.Listener {
  /** Heads read when last looked at. */
  private final Map<Connection, Long> read = new ConcurrentHashMap<>();

  @Override
  public void onOpened(Connection connection) {
    read.put(connection, -1L);
  }

  @Override
  public void onClosed(Connection connection) {
    read.remove(connection);
  }

  /** To be called at intervals: who read no head since the last call but one goes. */
  void closeLate() {
    read.forEach(
        (connection, before) -> {
          long now = connection.getMessagesIn();
          if (isAtWork(connection, now)) {
            return;
          }
          if (before == now) {
            connection.close();
          } else {
            read.replace(connection, before, now);
          }
        });
  }

  private static boolean isAtWork(Connection connection, long heads) {
    if (connection instanceof SslConnection tls) {
      // Once hands are shaken, the connection inside is the one to watch.
      return !tls.getSSLEngine().getSession().getProtocol().equals("NONE");
    }
    return heads > connection.getMessagesOut();
  }
}
