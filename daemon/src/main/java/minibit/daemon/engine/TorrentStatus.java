package minibit.daemon.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.session.Carriage;
import minibit.core.words.Sentence;

/**
 * What a torrent does now: a snapshot for people and programs.
 *
 * @param state what it is busy with
 * @param name of the content, or of the magnet link, or the hash until either is known
 * @param hashes its names
 * @param total bytes of the wanted files, padding left out; 0 until the metadata is there
 * @param done bytes of them in verified pieces
 * @param pieces of the torrent; 0 until the metadata is there
 * @param piecesHave verified ones
 * @param checked pieces looked at while {@link State#CHECKING}
 * @param unavailable wanted and missing pieces that no connected peer has; 0 without peers is never
 *     claimed: then it is all that is missing
 * @param downRate payload bytes a second received
 * @param upRate payload bytes a second sent
 * @param downloaded payload bytes received since it was added
 * @param uploaded payload bytes sent since it was added
 * @param wasted payload bytes received twice or thrown away since it was added
 * @param knownPeers addresses known, connected or not
 * @param refusing peers that hung up on encrypted connections, where we take no others
 * @param peers the connected ones, in the order they came; while downloading web seeds, too, which
 *     {@code address} names by their URL
 * @param left peers that are gone and with which payload went either way, since it was added; web
 *     seeds, too, that gave something or are of no use
 * @param trackers one entry a tracker, in tier order
 * @param problem what stopped it, or holds it up
 */
public record TorrentStatus(
    State state,
    String name,
    InfoHashes hashes,
    long total,
    long done,
    int pieces,
    int piecesHave,
    int checked,
    int unavailable,
    long downRate,
    long upRate,
    long downloaded,
    long uploaded,
    long wasted,
    int knownPeers,
    int refusing,
    List<PeerStatus> peers,
    List<FormerPeer> left,
    List<TrackerStatus> trackers,
    Optional<Problem> problem) {

  /** What a torrent is busy with. */
  public enum State {
    /** Fetching the info a magnet link names. */
    METADATA,
    /** Reading and hashing what lies in the folder. */
    CHECKING,
    /** Some wanted piece is missing. */
    DOWNLOADING,
    /** Every wanted piece is there; serves. */
    SEEDING,
    /** Stopped by the user. */
    PAUSED,
    /** Stopped by a {@link Problem}. */
    FAILED
  }

  /**
   * A connected peer.
   *
   * @param address where the connection leads
   * @param client name and version it gives, or its peer id; control characters escaped by none:
   *     escape before showing
   * @param id what it calls itself, which stays the same when it comes back
   * @param listens where it can be dialled, as far as known
   * @param outgoing whether we dialled
   * @param pieces it has
   * @param amChoking whether we refuse to serve it
   * @param amInterested whether it has what we want
   * @param peerChoking whether it refuses to serve us
   * @param peerInterested whether it wants something
   * @param downRate payload bytes a second from it
   * @param upRate payload bytes a second to it
   * @param downloaded payload bytes from it, over this connection
   * @param uploaded payload bytes to it, over this connection
   * @param snubbed whether it owes us blocks and sends none
   * @param source who named its address to us: {@code user}, {@code tracker}, {@code pex}, {@code
   *     resume}; empty if nobody did
   * @param carriage what carries the connection
   */
  public record PeerStatus(
      String address,
      String client,
      PeerId id,
      Optional<PeerAddress> listens,
      boolean outgoing,
      int pieces,
      boolean amChoking,
      boolean amInterested,
      boolean peerChoking,
      boolean peerInterested,
      long downRate,
      long upRate,
      long downloaded,
      long uploaded,
      boolean snubbed,
      Optional<String> source,
      Carriage carriage) {}

  /**
   * A peer that is gone: all its connections together.
   *
   * @param address where the last one led
   * @param client as in {@link PeerStatus}
   * @param id what it called itself
   * @param listens where it could be dialled, as far as known
   * @param downloaded payload bytes from it
   * @param uploaded payload bytes to it
   */
  public record FormerPeer(
      String address,
      String client,
      PeerId id,
      Optional<PeerAddress> listens,
      long downloaded,
      long uploaded) {}

  /**
   * One tracker.
   *
   * @param url where it is announced to
   * @param tier 0 first
   * @param ok whether its last answer was good; false before the first
   * @param message its warning or failure, or ours about it; empty if none
   * @param seeders as it last said, or -1
   * @param leechers as it last said, or -1
   * @param next until the next announce
   */
  public record TrackerStatus(
      String url,
      int tier,
      boolean ok,
      String message,
      int seeders,
      int leechers,
      Optional<Duration> next) {}

  /**
   * What stopped a torrent.
   *
   * @param code stable: {@code disk-full}, {@code write-failed}, {@code read-failed}, {@code
   *     no-space}, {@code file-exists}, {@code file-missing}, {@code unsafe-path}, {@code in-use},
   *     {@code bad-metadata}, {@code content-changed}, {@code swarm-failed}, {@code internal};
   *     {@code disk-silent} while its disk does not answer, which stops nothing for good
   * @param sentence with the file or number concerned
   */
  public record Problem(String code, Sentence sentence) {
    /** The sentence in English. */
    public String message() {
      return sentence.text();
    }
  }
}
