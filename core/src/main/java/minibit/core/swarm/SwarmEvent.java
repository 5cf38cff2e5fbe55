package minibit.core.swarm;

import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.piece.Block;
import minibit.core.session.Carriage;
import minibit.core.session.PeerKey;
import minibit.core.webseed.FetchEnd;
import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;

/**
 * What happened, as a swarm is told it. Block payload never comes this way: a connection's loop
 * checks, hashes and stores it, and tells the facts.
 */
public sealed interface SwarmEvent {
  /**
   * Both handshakes are through.
   *
   * @param remote where the connection really leads; for an incoming one the port is not theirs to
   *     listen on
   * @param adopted whether bitfield and extension handshake of ours went out already, because the
   *     connection was used to fetch metadata
   * @param carriage what carries the connection
   */
  record Connected(
      PeerKey peer,
      PeerAddress remote,
      boolean outgoing,
      Handshake theirs,
      boolean adopted,
      Carriage carriage)
      implements SwarmEvent {
    /** The same over a connection in the clear. */
    public Connected(
        PeerKey peer, PeerAddress remote, boolean outgoing, Handshake theirs, boolean adopted) {
      this(peer, remote, outgoing, theirs, adopted, Carriage.PLAIN);
    }
  }

  /** A {@link SwarmEffect.Connect} came to nothing. */
  record ConnectFailed(PeerAddress address) implements SwarmEvent {}

  /** A connection is gone; its open requests are void. */
  record Disconnected(PeerKey peer, CloseReason reason) implements SwarmEvent {}

  /**
   * A message other than request, cancel, piece and keep-alive, which the loop answers itself. A
   * reject comes after the loop has struck it off its open requests.
   */
  record Received(PeerKey peer, PeerMessage message) implements SwarmEvent {}

  /**
   * Blocks that were asked of this peer arrived.
   *
   * @param fresh first copies, now on their way to disk
   * @param duplicates later copies, dropped
   */
  record BlocksReceived(PeerKey peer, List<Block> fresh, List<Block> duplicates)
      implements SwarmEvent {}

  /** We sent payload to this peer since the last such event. */
  record BlocksSent(PeerKey peer, long bytes) implements SwarmEvent {}

  /** Every block of the piece is stored and its hashes fit. */
  record PieceVerified(int piece) implements SwarmEvent {}

  /**
   * Every block of the piece came, and its hashes do not fit; the engine takes none of it again
   * before {@link SwarmEffect.Forget}.
   */
  record PieceFailed(int piece) implements SwarmEvent {}

  /** The disk refused; the piece's blocks are lost, and the torrent stops asking. */
  record WriteFailed(int piece, String message) implements SwarmEvent {}

  /** Addresses came from this source. */
  record PeersFound(PeerSource source, List<PeerAddress> peers) implements SwarmEvent {}

  /** The user's wishes changed. */
  record WishesChanged(Wishes wishes) implements SwarmEvent {}

  /**
   * These web servers may have all of the content (BEP 19). Those that are known already are passed
   * over.
   *
   * @param addresses for the status; each stands for itself alone
   */
  record WebSeedsFound(List<String> addresses) implements SwarmEvent {}

  /** A {@link SwarmEffect.Fetch} ended; the blocks of it that came were told before. */
  record FetchEnded(PeerKey seed, long run, FetchEnd end) implements SwarmEvent {}

  /** A fetch passes over bytes that nobody asked for: the server is not silent. */
  record FetchPassed(PeerKey seed, long run) implements SwarmEvent {}

  /** Nothing but time passed: the deadline is due. */
  record DeadlineReached() implements SwarmEvent {}

  /** Where an address came from. */
  enum PeerSource {
    /** Given by the user, or by a magnet link. */
    USER,
    /** An announce. */
    TRACKER,
    /** A node of the DHT. */
    DHT,
    /** A neighbour on the own network (BEP 14). */
    LSD,
    /** Peer exchange. */
    PEX,
    /** The resume data of an earlier run. */
    RESUME;

    /** Whether strangers name it, who may do so for no private torrent (BEP 27). */
    public boolean isStrangers() {
      return this == DHT || this == LSD || this == PEX;
    }
  }
}
