package minibit.core.swarm;

import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;

/** What a swarm wants done. Effects are performed in the order given. */
public sealed interface SwarmEffect {
  /**
   * Send a message that carries no block. The loop acts on what it sends: after {@code Choke} it
   * rejects what waits (BEP 6), after {@code Unchoke} it serves.
   */
  record Send(PeerKey peer, PeerMessage message) implements SwarmEffect {}

  /** Ask this peer for blocks: the loop notes them as open and sends the requests. */
  record Ask(PeerKey peer, List<Block> blocks) implements SwarmEffect {}

  /** Take requests back: the loop sends cancels; with BEP 6 the block or a reject still comes. */
  record Withdraw(PeerKey peer, List<Block> blocks) implements SwarmEffect {}

  /**
   * Ask a web seed for these blocks, which follow each other. What comes of them is told as of a
   * peer by {@code BlocksReceived}, the end by {@code FetchEnded}.
   *
   * @param seed stands for the address in the blocks' books; no connection has its number
   * @param run not used for another one
   * @param wholeFiles whether the server sends whole files only: what comes before the blocks is
   *     passed over, and what follows is best kept for the next run
   */
  record Fetch(PeerKey seed, String address, long run, List<Block> blocks, boolean wholeFiles)
      implements SwarmEffect {}

  /** Stop fetching; what has come whole still counts. Needs no answer. */
  record StopFetch(PeerKey seed, long run) implements SwarmEffect {}

  /** Dial. Answered by {@code Connected} or {@code ConnectFailed}. */
  record Connect(PeerAddress address) implements SwarmEffect {}

  /** Somebody says that this address had rather be dialled encrypted: a hint for dials to come. */
  record PrefersEncryption(PeerAddress address) implements SwarmEffect {}

  /** Close. Answered by {@code Disconnected} with the same reason. */
  record Disconnect(PeerKey peer, CloseReason reason) implements SwarmEffect {}

  /** Neither dial nor accept this host again while the process lives. */
  record Ban(PeerAddress host) implements SwarmEffect {}

  /** Read or compute the hashes asked for, send them or a reject (BEP 52). */
  record ServeHashes(PeerKey peer, PeerMessage.HashRange range) implements SwarmEffect {}

  /**
   * A file's piece layer is proven: from now on its pieces can be verified.
   *
   * @param layer 32 bytes a piece, in order
   */
  record LayerLearned(PiecesRoot root, byte[] layer) implements SwarmEffect {}

  /**
   * A magnet's info dictionary is here, and its hashes fit. Given once, by a {@link MetadataSwarm};
   * the connections are to be handed over.
   */
  record MetadataReady(byte[] info) implements SwarmEffect {}

  /** Drop what has come of this piece. */
  record Forget(int piece) implements SwarmEffect {}

  /** Every wanted piece is verified. Given once, and again after wishes grew and were met. */
  record Completed() implements SwarmEffect {}

  /** The torrent cannot go on: for the user to read. Connections close. */
  record Failed(String message) implements SwarmEffect {}
}
