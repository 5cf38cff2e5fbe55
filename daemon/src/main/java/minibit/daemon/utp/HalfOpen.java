package minibit.daemon.utp;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Connections that somebody asked for and has not shown to be where he says. A sender's address is
 * easily forged, so these are few, of each host and in all, and short-lived: who is flooded loses
 * new uTP connections for a while, and nothing else. One owner.
 */
final class HalfOpen {
  /** In all: each holds a few hundred bytes. */
  static final int MOST = 256;

  /** Of one host; loopback, where everybody has one address, is not counted. */
  static final int PER_HOST = 8;

  /** Nanoseconds after which one is dropped: a SYN is sent again within three seconds. */
  static final long PATIENCE = 8_000_000_000L;

  private final Set<UtpStream> streams = new LinkedHashSet<>();

  /** Whether one more of this host may begin. */
  boolean hasRoom(InetAddress host) {
    return streams.size() < MOST
        && (host.isLoopbackAddress()
            || streams.stream().filter(one -> one.remote().getAddress().equals(host)).count()
                < PER_HOST);
  }

  void add(UtpStream stream) {
    streams.add(stream);
  }

  /** It is known to be there, or gone; whether it was among these. */
  boolean remove(UtpStream stream) {
    return streams.remove(stream);
  }

  /** Drops those that waited too long. */
  void tick(long nanos) {
    Iterator<UtpStream> oldest = streams.iterator();
    while (oldest.hasNext()) {
      UtpStream one = oldest.next();
      if (nanos - one.begun() < PATIENCE) {
        return;
      }
      oldest.remove();
      one.abandon();
    }
  }

  int size() {
    return streams.size();
  }
}
