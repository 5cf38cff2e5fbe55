package minibit.daemon.api.model;

import java.util.List;
import java.util.Optional;

/**
 * A transfer and whom it deals with.
 *
 * @param transfer as lists show it
 * @param peers that are or were connected
 * @param trackers announced to
 */
public record TransferDetail(Transfer transfer, List<Peer> peers, List<Tracker> trackers) {
  /** Keeps copies. */
  public TransferDetail {
    peers = List.copyOf(peers);
    trackers = List.copyOf(trackers);
  }

  /**
   * A peer.
   *
   * @param address {@code host:port}
   * @param member name, if it is a member
   * @param client name and version as it says; to be escaped before it is shown
   * @param connected whether it still is
   * @param outgoing whether we dialled
   * @param pieces it has
   * @param down payload bytes a second from it
   * @param up payload bytes a second to it
   * @param downloaded payload bytes from it
   * @param uploaded payload bytes to it
   * @param amChoking whether we refuse to serve it
   * @param amInterested whether it has what we want
   * @param peerChoking whether it refuses to serve us
   * @param peerInterested whether it wants something
   * @param flags the same in letters: {@code D} gives to us, {@code d} has what we want and
   *     refuses, {@code U} gets from us, {@code u} wants something and is refused, {@code K} would
   *     serve us and has nothing for us, {@code ?} may ask us and does not, {@code S} owes us
   *     blocks, {@code I} dialled us, {@code X} was named by another peer, {@code E} the connection
   *     is encrypted, {@code e} only its handshake is, {@code P} it goes over uTP
   * @param choking whether it refuses to serve us
   * @param choked whether we refuse to serve it
   * @param interested whether it wants something of us
   * @param interesting whether it has what we want
   * @param progress part of the torrent that it has, 0 to 1
   * @param source who named it: {@code tracker}, {@code pex}, {@code group}, {@code user}, {@code
   *     resume}, or {@code incoming} if it dialled us
   * @param incoming whether it dialled us
   * @param encryption how much of the connection is hidden from those who look on: {@code none},
   *     {@code handshake}, or {@code stream} for all of it
   * @param transport what carries it: {@code tcp} or {@code utp}
   */
  public record Peer(
      String address,
      Optional<String> member,
      String client,
      boolean connected,
      boolean outgoing,
      long pieces,
      long down,
      long up,
      long downloaded,
      long uploaded,
      boolean amChoking,
      boolean amInterested,
      boolean peerChoking,
      boolean peerInterested,
      String flags,
      boolean choking,
      boolean choked,
      boolean interested,
      boolean interesting,
      double progress,
      String source,
      boolean incoming,
      String encryption,
      String transport) {}

  /**
   * A tracker.
   *
   * @param url where it is announced to
   * @param tier 0 first
   * @param ok whether its last answer was good
   * @param message its warning or failure, or ours about it; empty if none
   * @param seeders as it last said, or -1
   * @param leechers as it last said, or -1
   */
  public record Tracker(
      String url, int tier, boolean ok, String message, int seeders, int leechers) {}
}
