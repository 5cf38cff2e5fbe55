package minibit.core.swarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;
import minibit.core.picker.PiecePicker;
import minibit.core.piece.Bitfield;
import minibit.core.session.Carriage;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.swarm.SwarmEvent.PeerSource;
import minibit.core.webseed.WebFault;

/**
 * A picture of a swarm, to be shown. Immutable.
 *
 * @param pieces pieces of the torrent
 * @param verified of those, how many are verified
 * @param needed how many are wanted and not verified
 * @param bytesVerified bytes of the verified pieces
 * @param bytesNeeded bytes of the needed pieces
 * @param unheld how many of the needed no connected peer has
 * @param copies the least common piece's copies among the peers; {@link Integer#MAX_VALUE} if
 *     nothing is needed
 * @param seeders connected peers that have every piece, and web seeds of use while we need some
 * @param known addresses known, connected ones included
 * @param downRate bytes a second received
 * @param upRate bytes a second sent
 * @param slots regular slots now
 * @param peers the connected, in the order they came
 * @param webSeeds in the order they were named
 * @param left those that are gone and with which payload went either way, the last to leave last;
 *     at most {@link SwarmState#MAX_REMEMBERED}
 */
public record SwarmStatus(
    int pieces,
    int verified,
    int needed,
    long bytesVerified,
    long bytesNeeded,
    int unheld,
    int copies,
    int seeders,
    int known,
    long downRate,
    long upRate,
    int slots,
    List<Peer> peers,
    List<WebSeed> webSeeds,
    List<Former> left) {

  /** Copies the lists. */
  public SwarmStatus {
    peers = List.copyOf(peers);
    webSeeds = List.copyOf(webSeeds);
    left = List.copyOf(left);
  }

  /** Connected peers. */
  public int connected() {
    return peers.size();
  }

  /** Whether nobody connected has some piece that is needed. */
  public boolean lacksHolders() {
    return unheld > 0;
  }

  /**
   * One connected peer.
   *
   * @param listens where it can be dialled, as far as known
   * @param client its program as it says, remote text; or empty
   * @param has how many pieces it has
   * @param down bytes received from it, ever
   * @param up bytes sent to it, ever
   * @param downRate bytes a second received
   * @param upRate bytes a second sent
   * @param open requests of ours that wait
   * @param source who named its address to us, if somebody did
   * @param carriage what carries the connection
   */
  public record Peer(
      PeerKey key,
      PeerAddress address,
      Optional<PeerAddress> listens,
      PeerId id,
      String client,
      boolean outgoing,
      boolean amChoking,
      boolean amInterested,
      boolean peerChoking,
      boolean peerInterested,
      boolean snubbed,
      boolean suspect,
      int has,
      long down,
      long up,
      long downRate,
      long upRate,
      int open,
      Optional<PeerSource> source,
      Carriage carriage) {}

  /**
   * One web server that is a seed.
   *
   * @param key stands for it where blocks are counted; no connection has its number
   * @param down bytes received from it
   * @param downRate bytes a second received
   * @param running requests that go on
   * @param fault what was wrong when it was asked last
   * @param useless whether it is asked no more
   * @param lacks pieces that it cannot give, because files are missing there
   */
  public record WebSeed(
      PeerKey key,
      String address,
      long down,
      long downRate,
      int running,
      Optional<WebFault> fault,
      boolean useless,
      int lacks) {}

  /**
   * A peer that was connected: all its connections together.
   *
   * @param address where the last one led
   * @param listens where it could be dialled, as far as known
   * @param client its program as it said, remote text; or empty
   * @param down bytes received from it
   * @param up bytes sent to it
   */
  public record Former(
      PeerAddress address,
      Optional<PeerAddress> listens,
      PeerId id,
      String client,
      long down,
      long up) {
    static Former of(PeerSession peer) {
      return new Former(
          peer.remote(),
          peer.listens(),
          peer.handshake().peerId(),
          peer.extensions().client().orElse(""),
          peer.download().received().total(),
          peer.sent().total());
    }

    /** The same peer with what it moved before. */
    public Former after(Former earlier) {
      return new Former(address, listens, id, client, down + earlier.down, up + earlier.up);
    }
  }

  static SwarmStatus of(
      SwarmState state, PiecePicker picker, Candidates candidates, int slots, Instant now) {
    List<Peer> peers = new ArrayList<>(state.peerCount());
    long down = 0;
    long up = 0;
    for (PeerSession session : state.peers()) {
      if (!session.isClosing()) {
        Peer peer = peer(session, candidates, now);
        peers.add(peer);
        down += peer.downRate();
        up += peer.upRate();
      }
    }
    List<WebSeed> webSeeds = new ArrayList<>();
    for (WebSource source : state.web.all()) {
      WebSeed seed = webSeed(source, now);
      webSeeds.add(seed);
      down += seed.downRate();
    }
    Bitfield needed = picker.needed();
    long bytesNeeded = 0;
    int unheld = 0;
    int copies = Integer.MAX_VALUE;
    for (int piece = needed.next(0); piece >= 0; piece = needed.next(piece + 1)) {
      bytesNeeded += state.table.geometry().pieceSize(piece);
      int availability = picker.availability(piece);
      copies = Math.min(copies, availability);
      unheld += availability == 0 ? 1 : 0;
    }
    return new SwarmStatus(
        state.pieces(),
        state.table.verified().count(),
        needed.count(),
        bytes(state),
        bytesNeeded,
        unheld,
        copies,
        picker.seeders(),
        candidates.count(),
        down,
        up,
        slots,
        peers,
        webSeeds,
        state.left());
  }

  private static WebSeed webSeed(WebSource source, Instant now) {
    return new WebSeed(
        source.key(),
        source.address(),
        source.received().total(),
        source.received().rate(now),
        source.runs().size(),
        source.fault(),
        source.isUseless(),
        source.has().size() - source.has().count());
  }

  private static long bytes(SwarmState state) {
    Bitfield verified = state.table.verified();
    if (verified.isFull()) {
      return state.table.geometry().size();
    }
    long bytes = 0;
    for (int piece = verified.next(0); piece >= 0; piece = verified.next(piece + 1)) {
      bytes += state.table.geometry().pieceSize(piece);
    }
    return bytes;
  }

  private static Peer peer(PeerSession peer, Candidates candidates, Instant now) {
    return new Peer(
        peer.key(),
        peer.remote(),
        peer.listens(),
        peer.handshake().peerId(),
        peer.extensions().client().orElse(""),
        peer.outgoing(),
        peer.amChoking(),
        peer.amInterested(),
        peer.peerChoking(),
        peer.peerInterested(),
        peer.download().snubbed(),
        peer.suspect(),
        peer.has().count(),
        peer.download().received().total(),
        peer.sent().total(),
        peer.download().received().rate(now),
        peer.sent().rate(now),
        peer.download().openCount(),
        candidates.source(peer.listens().orElse(peer.remote())),
        peer.carriage());
  }
}
