package minibit.daemon.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import minibit.core.id.PeerAddress;

/**
 * Who hung up on encrypted connections while we require them: the user is to know why there are no
 * peers. Any thread.
 */
final class Refusers {
  /** Addresses told apart: more are as bad as these. */
  static final int MAX = 500;

  private final Set<PeerAddress> addresses = new LinkedHashSet<>();

  /** Somebody was there, and hung up before a handshake of his came. */
  synchronized void refused(PeerAddress address) {
    if (addresses.size() < MAX) {
      addresses.add(address);
    }
  }

  /** Handshakes got through. */
  synchronized void agreed(PeerAddress address) {
    addresses.remove(address);
  }

  synchronized int count() {
    return addresses.size();
  }
}
