package minibit.core.swarm;

import java.util.List;
import java.util.Optional;
import minibit.core.picker.PiecePicker;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerSession;
import minibit.core.wire.AllowedFastSet;
import minibit.core.wire.CloseReason;
import minibit.core.wire.PeerMessage;

/** What peers say: which pieces they have, whether they serve us, what they offer. */
final class Inbox {
  private final SwarmState state;
  private final Requests requests;
  private final PiecePicker picker;
  private final Unchoking unchoking;
  private final FirstCopies firstCopies;
  private final Departures departures;
  private final Candidates candidates;
  private final Extensions extensions;
  private final Layers layers;

  Inbox(
      SwarmState state,
      Requests requests,
      Unchoking unchoking,
      FirstCopies firstCopies,
      Departures departures,
      Candidates candidates,
      Extensions extensions,
      Layers layers) {
    this.state = state;
    this.requests = requests;
    this.picker = requests.picker();
    this.unchoking = unchoking;
    this.firstCopies = firstCopies;
    this.departures = departures;
    this.candidates = candidates;
    this.extensions = extensions;
    this.layers = layers;
  }

  void received(PeerSession peer, PeerMessage message) {
    if (needsFast(message) && !peer.fast()
        || message instanceof PeerMessage.Reject && !peer.agreement().rejects()) {
      departures.close(peer, CloseReason.NOT_NEGOTIATED);
      return;
    }
    if (endsOpening(message) && peer.phase() instanceof PeerSession.Opening) {
      // It said something else first: a peer without pieces may keep silent about that (BEP 3).
      open(peer, new Bitfield(state.pieces()));
    }
    switch (message) {
      case PeerMessage.Choke() -> requests.choked(peer);
      case PeerMessage.Unchoke() -> unchoked(peer);
      case PeerMessage.Interested() -> interested(peer, true);
      case PeerMessage.NotInterested() -> interested(peer, false);
      case PeerMessage.Have(int piece) -> have(peer, piece);
      case PeerMessage.BitfieldMessage(byte[] bits) ->
          pieces(peer, Bitfield.parse(bits, state.pieces()));
      case PeerMessage.HaveAll() -> pieces(peer, Optional.of(state.everyPiece));
      case PeerMessage.HaveNone() -> pieces(peer, Optional.of(new Bitfield(state.pieces())));
      case PeerMessage.Suggest(int piece) -> suggest(peer, piece);
      case PeerMessage.AllowedFast(int piece) -> allowedFast(peer, piece);
      case PeerMessage.Reject(var block) -> requests.rejected(peer, block);
      case PeerMessage.Extended extended -> extensions.received(peer, extended);
      case PeerMessage.HashRequest(var range) -> layers.asked(peer, range);
      case PeerMessage.Hashes hashes -> layers.received(peer, hashes);
      case PeerMessage.HashReject(var range) -> layers.rejected(peer, range);
      // The loop answers the first four itself and hears where DHT nodes are; unknown is passed
      // over.
      case PeerMessage.KeepAlive _,
          PeerMessage.Request _,
          PeerMessage.Cancel _,
          PeerMessage.Piece _,
          PeerMessage.Port _,
          PeerMessage.Unknown _ -> {}
    }
  }

  private static boolean needsFast(PeerMessage message) {
    return message instanceof PeerMessage.HaveAll
        || message instanceof PeerMessage.HaveNone
        || message instanceof PeerMessage.Suggest
        || message instanceof PeerMessage.AllowedFast;
  }

  /** Extension messages and the like may come before the bitfield, as several clients send them. */
  private static boolean endsOpening(PeerMessage message) {
    return message instanceof PeerMessage.Choke
        || message instanceof PeerMessage.Unchoke
        || message instanceof PeerMessage.Interested
        || message instanceof PeerMessage.NotInterested
        || message instanceof PeerMessage.Have;
  }

  /**
   * All its pieces: first where BEP 3 wants them, or again, as aria2 sends its bitfield where
   * several haves would be longer. Then it stands for haves: what it takes back it does not.
   */
  private void pieces(PeerSession peer, Optional<Bitfield> has) {
    if (has.isEmpty()) {
      departures.close(peer, CloseReason.BAD_BITFIELD);
    } else if (peer.phase() instanceof PeerSession.Opening) {
      open(peer, has.get());
    } else {
      gained(peer, has.get());
    }
  }

  private void gained(PeerSession peer, Bitfield has) {
    // Comparing words first makes a repetition that says nothing new cheap, however often it comes.
    if (!has.hasMoreThan(peer.has())) {
      return;
    }
    for (int piece = has.next(0); piece >= 0 && !peer.isClosing(); piece = has.next(piece + 1)) {
      have(peer, piece);
    }
  }

  private void open(PeerSession peer, Bitfield has) {
    peer.opened();
    peer.has(has.isFull() ? state.everyPiece : has, has.isFull());
    picker.join(peer.has());
    if (has.isFull()) {
      becameSeeder(peer);
      if (peer.isClosing()) {
        return;
      }
    }
    requests.recount(peer);
    layers.peerHasMore(peer);
    firstCopies.soon();
    offer(peer);
  }

  /**
   * A newcomer gets some pieces although choked, so that it soon has something to trade. Never what
   * we alone have: neighbours are offered the same pieces, and all would fetch them of us.
   */
  private void offer(PeerSession peer) {
    int size = Math.min(state.settings.allowedFast(), state.pieces() / 8);
    if (!peer.fast() || size == 0 || peer.has().count() >= size) {
      return;
    }
    List<Integer> set =
        AllowedFastSet.of(peer.remote(), peer.handshake().infoHash(), state.pieces(), size);
    for (int piece : set) {
      if (state.table.isVerified(piece)
          && !peer.has().get(piece)
          && picker.availability(piece) > 0) {
        state.send(peer, new PeerMessage.AllowedFast(piece));
      }
    }
  }

  private void unchoked(PeerSession peer) {
    peer.peerChoking(false);
    requests.fill(peer);
  }

  private void interested(PeerSession peer, boolean interested) {
    if (peer.peerInterested() != interested) {
      peer.peerInterested(interested);
      unchoking.fillSoon();
      firstCopies.soon();
    }
  }

  private void have(PeerSession peer, int piece) {
    if (isBeyond(peer, piece) || !peer.gained(piece)) {
      return;
    }
    picker.gained(piece);
    firstCopies.arrived(peer, piece);
    if (peer.isSeeder()) {
      becameSeeder(peer);
      if (peer.isClosing()) {
        return;
      }
    }
    if (picker.needed().get(piece)) {
      peer.wanted(peer.wanted() + 1);
      requests.updateInterest(peer);
      requests.fill(peer);
    }
    layers.peerHasMore(peer);
  }

  /** BEP 54: the peer has a piece no longer. */
  void lost(PeerSession peer, int piece) {
    if (isBeyond(peer, piece)
        || !(peer.phase() instanceof PeerSession.Live)
        || !peer.has().get(piece)) {
      return;
    }
    if (peer.countedAsSeeder()) {
      picker.leave(peer.has(), true);
      peer.lost(piece);
      picker.join(peer.has());
    } else {
      peer.lost(piece);
      picker.lost(piece);
    }
    requests.lost(peer, piece);
    requests.recount(peer);
  }

  private void becameSeeder(PeerSession peer) {
    peer.listens().ifPresent(candidates::isSeed);
    if (picker.needed().isEmpty()) {
      departures.close(peer, CloseReason.BOTH_SEED);
    }
  }

  private void suggest(PeerSession peer, int piece) {
    if (!isBeyond(peer, piece) && !state.table.isVerified(piece)) {
      peer.offers().suggest(piece);
    }
  }

  private void allowedFast(PeerSession peer, int piece) {
    if (!isBeyond(peer, piece) && !state.table.isVerified(piece)) {
      peer.offers().allow(piece);
      requests.fill(peer);
    }
  }

  private boolean isBeyond(PeerSession peer, int piece) {
    boolean beyond = piece < 0 || piece >= state.pieces();
    if (beyond) {
      departures.close(peer, CloseReason.PIECE_OUT_OF_RANGE);
    }
    return beyond;
  }
}
