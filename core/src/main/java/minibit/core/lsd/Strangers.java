package minibit.core.lsd;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/**
 * How much attention strangers get: so many datagrams read a second, of all and of one host, and so
 * many peers learnt a minute, of all and for one torrent. A flood costs no more.
 */
final class Strangers {
  /** Datagrams read a second: an office of a hundred clients that all begin at once. */
  static final int READ_PER_SECOND = 100;

  /** Of those, of one host: several clients on it, with many torrents each. */
  static final int READ_PER_HOST = 20;

  /** Peers learnt a minute: ten clients that have two dozen torrents of ours. */
  static final int LEARNT_PER_MINUTE = 240;

  /** Of those, for one torrent: a few dials a second at most are owed to strangers. */
  static final int LEARNT_PER_TORRENT = 60;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Never larger than {@link #READ_PER_SECOND}. */
  private final Map<String, Integer> readOfHost = new LinkedHashMap<>();

  /** Never larger than {@link #LEARNT_PER_MINUTE}. */
  private final Map<InfoHash, Integer> learntFor = new LinkedHashMap<>();

  private Instant second = Instant.MIN;
  private Instant minute = Instant.MIN;
  private int read;
  private int learnt;

  /** Whether one more datagram of this host may be read; counts it if so. */
  boolean mayRead(PeerAddress from, Instant now) {
    if (!now.isBefore(second.plus(SECOND))) {
      second = now;
      read = 0;
      readOfHost.clear();
    }
    if (read >= READ_PER_SECOND || readOfHost.getOrDefault(from.host(), 0) >= READ_PER_HOST) {
      return false;
    }
    read++;
    readOfHost.merge(from.host(), 1, Integer::sum);
    return true;
  }

  /** Whether one more peer of this torrent may be learnt; counts it if so. */
  boolean mayLearn(InfoHash hash, Instant now) {
    if (!now.isBefore(minute.plus(MINUTE))) {
      minute = now;
      learnt = 0;
      learntFor.clear();
    }
    if (learnt >= LEARNT_PER_MINUTE || learntFor.getOrDefault(hash, 0) >= LEARNT_PER_TORRENT) {
      return false;
    }
    learnt++;
    learntFor.merge(hash, 1, Integer::sum);
    return true;
  }
}
