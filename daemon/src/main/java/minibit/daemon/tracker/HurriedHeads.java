package minibit.daemon.tracker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections that get no request done: a head that comes byte by byte is never idle, and
 * would hold its place for hours.
 */
final class HurriedHeads implements Connection.Listener {
  /** Requests done when last looked at. */
  private final Map<Connection, Long> done = new ConcurrentHashMap<>();

  @Override
  public void onOpened(Connection connection) {
    done.put(connection, -1L);
  }

  @Override
  public void onClosed(Connection connection) {
    done.remove(connection);
  }

  /** To be called at intervals: whoever finished no request since the last call but one goes. */
  void closeLate() {
    done.forEach(
        (connection, before) -> {
          long now = connection.getMessagesOut();
          if (before == now) {
            connection.close();
          } else {
            done.replace(connection, before, now);
          }
        });
  }
}
