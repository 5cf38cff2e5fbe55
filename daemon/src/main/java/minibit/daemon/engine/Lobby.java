package minibit.daemon.engine;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Links that came in and have not shaken hands yet. Who says nothing keeps nobody out: the one that
 * has been silent longest makes room for who comes. Any thread.
 */
final class Lobby {
  /** Of one host: of two hundred peers behind one address few dial in the same second. */
  private static final int PER_HOST = 8;

  private final int most;
  private final Set<PeerLink> links = new LinkedHashSet<>();

  /** A lobby with room for so many. */
  Lobby(int most) {
    this.most = most;
  }

  /** Lets a link in, if need be in the place of a silent one; false if there is none. */
  boolean enter(PeerLink link) {
    Optional<PeerLink> silent = Optional.empty();
    synchronized (this) {
      boolean crowd = !link.remote().isLoopback() && ofHost(link) >= PER_HOST;
      if (crowd || links.size() >= most) {
        silent =
            links.stream()
                .filter(other -> other.isSilent() && (!crowd || isSameHost(other, link)))
                .findFirst();
        if (silent.isEmpty()) {
          return false;
        }
        links.remove(silent.get());
      }
      links.add(link);
    }
    silent.ifPresent(PeerLink::yieldPlace);
    return true;
  }

  private long ofHost(PeerLink link) {
    return links.stream().filter(other -> isSameHost(other, link)).count();
  }

  private static boolean isSameHost(PeerLink one, PeerLink other) {
    return one.remote().withPort(1).equals(other.remote().withPort(1));
  }

  /** A link shook hands, or is gone. */
  synchronized void leave(PeerLink link) {
    links.remove(link);
  }

  synchronized int size() {
    return links.size();
  }
}
