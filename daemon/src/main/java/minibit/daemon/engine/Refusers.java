package minibit.daemon.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import minibit.core.id.PeerAddress;

/**
 * Who hung up on encrypted connections while we require them: the user is to know why there are no
 * peers. Who ever answered one speaks encryption, and hangs up for other reasons: it is full, or no
 * longer has the torrent. Whoever is full and hangs up on a first call cannot be told from those
 * who do not speak it. Any thread.
 */
final class Refusers {
  /** Addresses told apart: more are as bad as these. */
  static final int MAX = 500;

  private final Set<PeerAddress> addresses = new LinkedHashSet<>();
  private final Set<PeerAddress> speakers = new LinkedHashSet<>();

  /** Somebody was there, and hung up before a handshake of his came. */
  synchronized void refused(PeerAddress address) {
    if (addresses.size() < MAX && !speakers.contains(address)) {
      addresses.add(address);
    }
  }

  /** It answered encrypted, whatever came of it. */
  synchronized void agreed(PeerAddress address) {
    addresses.remove(address);
    if (speakers.size() < MAX) {
      speakers.add(address);
    }
  }

  synchronized int count() {
    return addresses.size();
  }
}
