package minibit.group.vote;

import java.lang.reflect.Field;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.JvmPauseMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a watcher of the Raft library. It looks whether Java stood still as often as a voter may
 * oversleep, so several times a second, and asks all collectors each time: a third of what an idle
 * daemon did. It would have a leader that stood still for ten seconds stand down; a leader that has
 * not heard a quorum for one election timeout does so by itself.
 */
final class PauseMonitor {
  private static final Logger log = LoggerFactory.getLogger(PauseMonitor.class);
  private static final String FIELD = "pauseMonitor";

  private PauseMonitor() {}

  /** Stops that of a server that was started. One that has none, or hides it, is left as it is. */
  static void stop(RaftServer server) {
    try {
      Field field = server.getClass().getDeclaredField(FIELD);
      field.setAccessible(true);
      if (field.get(server) instanceof JvmPauseMonitor monitor) {
        monitor.stop();
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      log.debug("the voter keeps its pause monitor", e);
    }
  }
}
