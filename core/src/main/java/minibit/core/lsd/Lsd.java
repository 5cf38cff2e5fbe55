package minibit.core.lsd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/**
 * Local service discovery (BEP 14): when which torrents are told of, and whom others' announces
 * name. Takes events and the time, returns effects. One thread.
 *
 * <p>Every torrent is told of every {@link #EVERY}, and no announce follows another within {@link
 * #BETWEEN}, whatever the torrents are: those that are due share one. More of them than fit wait
 * for the next one, the longest waiting first.
 */
public final class Lsd {
  /** From one announce of a torrent to its next. */
  public static final Duration EVERY = Duration.ofMinutes(5);

  /** From one announce to the next of any torrents. */
  public static final Duration BETWEEN = Duration.ofMinutes(1);

  /** Torrents that begin together are told of together. */
  public static final Duration GATHER = Duration.ofSeconds(1);

  private final int port;
  private final String cookie;
  private final Strangers strangers = new Strangers();

  /** Announced torrents, those first that wait longest: when each is due. */
  private final Map<InfoHash, Instant> due = new LinkedHashMap<>();

  /** Looked for: whether others are told of us. */
  private final Map<InfoHash, Boolean> wanted = new LinkedHashMap<>();

  /** When each was told of last, also of those that were given up and may come again. */
  private final Map<InfoHash, Instant> toldOf = new LinkedHashMap<>();

  private Instant next;
  private long told;
  private long heard;
  private long found;
  private long dropped;

  /**
   * Knows no torrent yet.
   *
   * @param port where we listen for peers
   * @param cookie by which we know our own announces; at most {@link LsdCodec#MAX_COOKIE} letters
   * @param now as of all events, never going back
   */
  public Lsd(int port, String cookie, Instant now) {
    if (cookie.length() > LsdCodec.MAX_COOKIE) {
      throw new IllegalArgumentException("cookie: " + cookie.length());
    }
    this.port = port;
    this.cookie = cookie;
    this.next = now;
  }

  /** Takes an event in and says what follows. */
  public List<LsdEffect> handle(Instant now, LsdEvent event) {
    return switch (event) {
      case LsdEvent.Wanted(InfoHash hash, boolean announce) -> {
        want(hash.wire(), announce, now);
        yield List.of();
      }
      case LsdEvent.Unwanted(InfoHash hash) -> {
        wanted.remove(hash.wire());
        due.remove(hash.wire());
        yield List.of();
      }
      case LsdEvent.Received(PeerAddress from, byte[] packet) -> received(from, packet, now);
      case LsdEvent.DeadlineReached() -> tell(now);
    };
  }

  private void want(InfoHash hash, boolean announce, Instant now) {
    wanted.put(hash, announce);
    if (!announce) {
      due.remove(hash);
      return;
    }
    Instant before = toldOf.get(hash);
    Instant first = now.plus(GATHER);
    due.putIfAbsent(hash, before == null ? first : later(first, before.plus(EVERY)));
  }

  private List<LsdEffect> tell(Instant now) {
    if (now.isBefore(deadline())) {
      return List.of();
    }
    toldOf.values().removeIf(at -> !now.isBefore(at.plus(EVERY)));
    List<InfoHash> chosen = new ArrayList<>();
    for (Map.Entry<InfoHash, Instant> each : due.entrySet()) {
      if (chosen.size() < LsdCodec.MAX_HASHES && !now.isBefore(each.getValue())) {
        chosen.add(each.getKey());
      }
    }
    // Who reads only the first of them hears of another one each time.
    for (int i = 1; i <= chosen.size(); i++) {
      InfoHash hash = chosen.get(i % chosen.size());
      due.remove(hash);
      due.put(hash, now.plus(EVERY));
      toldOf.put(hash, now);
    }
    next = now.plus(BETWEEN);
    told++;
    return List.of(new LsdEffect.Tell(new LsdAnnounce(port, chosen, Optional.of(cookie))));
  }

  private List<LsdEffect> received(PeerAddress from, byte[] packet, Instant now) {
    if (wanted.isEmpty() || !strangers.mayRead(from, now)) {
      dropped++;
      return List.of();
    }
    Optional<LsdAnnounce> read = LsdCodec.decode(packet);
    if (read.isEmpty()) {
      dropped++;
      return List.of();
    }
    LsdAnnounce announce = read.get();
    if (announce.cookie().filter(cookie::equals).isPresent()) {
      return List.of();
    }
    heard++;
    List<LsdEffect> effects = new ArrayList<>();
    for (InfoHash hash : announce.hashes()) {
      if (wanted.containsKey(hash) && strangers.mayLearn(hash, now)) {
        found++;
        effects.add(new LsdEffect.PeerFound(hash, from.withPort(announce.port())));
      }
    }
    return effects;
  }

  /** When to say {@link LsdEvent.DeadlineReached}; {@link Instant#MAX} if never. */
  public Instant deadline() {
    Instant first = due.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
    return later(first, next);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Whether anything is looked for. */
  public boolean isNeeded() {
    return !wanted.isEmpty();
  }

  /** How it stands. */
  public LsdStatus status() {
    return new LsdStatus(due.size(), told, heard, found, dropped);
  }
}
