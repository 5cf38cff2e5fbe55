package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a daemon is and does.
 *
 * @param name of this member
 * @param id of this member, hexadecimal
 * @param version of the program
 * @param started when
 * @param uptime seconds since
 * @param pid of the process
 * @param home its folder
 * @param listen where it listens
 * @param group as it sees it
 * @param shares what it offers
 * @param transfers what it fetches and serves
 * @param cache of blocks, with at most {@link #MAX_WANTED} of the most wanted
 * @param dht our node of the DHT
 * @param lsd local service discovery
 * @param warnings sentences an operator should read: whom the ports trust, what is full
 */
public record Status(
    String name,
    String id,
    String version,
    Instant started,
    double uptime,
    long pid,
    String home,
    Listen listen,
    GroupView group,
    Shares shares,
    Transfers transfers,
    CacheView cache,
    DhtView dht,
    LsdView lsd,
    List<String> warnings) {
  /** Most entries of what is wanted most in {@code cache}: as many as fit a screenful. */
  public static final int MAX_WANTED = 5;

  /** Keeps a copy. */
  public Status {
    warnings = List.copyOf(warnings);
  }

  /**
   * The listeners, each {@code host:port}; empty if closed.
   *
   * @param peer BitTorrent
   * @param member messages between members, announces
   * @param raft voters
   * @param api this API
   * @param apiFingerprint SHA-256 of the certificate that the API shows, if it speaks TLS
   */
  public record Listen(
      String peer, String member, String raft, String api, Optional<String> apiFingerprint) {}

  /**
   * What is offered.
   *
   * @param files in the catalogue
   * @param bytes of them
   * @param waitingFiles still to be hashed
   * @param waitingBytes of them
   * @param timeLeft seconds until all is hashed; 0 when nothing waits, -1 when nobody can say
   */
  public record Shares(
      long files, long bytes, long waitingFiles, long waitingBytes, double timeLeft) {}

  /**
   * Transfers together.
   *
   * @param active neither paused, failed nor done
   * @param down payload bytes a second
   * @param up payload bytes a second, also of content served on demand
   */
  public record Transfers(int active, long down, long up) {}
}
