package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import minibit.core.picker.Pace;
import minibit.core.picker.PiecePicker;
import minibit.core.picker.Puller;
import minibit.core.piece.BegunPiece;
import minibit.core.piece.Block;
import minibit.core.piece.PieceTable;
import minibit.core.session.PeerKey;
import minibit.core.session.PeerSession;
import minibit.core.wire.PeerMessage;

/**
 * Interest and requests: tells peers whether we want something, keeps their windows full, takes
 * blocks back from those who do not deliver.
 */
final class Requests implements Pace {
  /** How often slow and silent peers are looked for while requests are open. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /**
   * A deadline missed by this much: a machine too busy to run us has kept our peers waiting too.
   */
  private static final Duration OVERSLEPT = Duration.ofMillis(500);

  /** Time without a block after which a holder has to share its piece. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** Open requests at a peer that chokes us but gives some pieces: its gift is a few pieces. */
  private static final int WINDOW_WHILE_CHOKED = 16;

  private final SwarmState state;
  private final PiecePicker picker;
  private final Endgame endgame;
  private final Verdicts verdicts = new Verdicts();
  private final RandomGenerator random;
  private boolean stopped;
  private boolean refill;
  private Instant tickAt = Instant.MAX;

  Requests(SwarmState state, RandomGenerator forPicker, RandomGenerator random) {
    this.state = state;
    this.picker =
        new PiecePicker(state.table, this, state.watch, forPicker, state.settings.rules().picker());
    this.endgame = new Endgame(state, picker);
    this.random = random;
  }

  PiecePicker picker() {
    return picker;
  }

  Verdicts verdicts() {
    return verdicts;
  }

  Instant deadline() {
    return tickAt;
  }

  /** To be called first of all: notices when we were called too late to judge anyone's silence. */
  void awake() {
    if (!tickAt.equals(Instant.MAX) && tickAt.plus(OVERSLEPT).isBefore(state.now())) {
      endgame.overslept();
    }
  }

  /** Asks for nothing any more. */
  void stop() {
    stopped = true;
  }

  /** Blocks became free, or a piece to begin: peers with room are looked for soon. */
  void refillSoon() {
    refill = true;
  }

  /** Whether the peer's pieces are wanted is counted anew. */
  void recount(PeerSession peer) {
    peer.wanted(picker.needed().countCommon(peer.has()));
    updateInterest(peer);
  }

  void updateInterest(PeerSession peer) {
    boolean interested = peer.wanted() > 0 && !stopped;
    if (interested != peer.amInterested()) {
      peer.amInterested(interested);
      state.send(peer, interested ? new PeerMessage.Interested() : new PeerMessage.NotInterested());
    }
  }

  /** Fills windows where something changed, in an order of chance among equals. */
  void settle() {
    if (!refill) {
      return;
    }
    refill = false;
    List<PeerSession> peers = new ArrayList<>(state.peers());
    int first = peers.isEmpty() ? 0 : random.nextInt(peers.size());
    for (int i = 0; i < peers.size(); i++) {
      fill(peers.get((first + i) % peers.size()));
    }
  }

  /** Asks the peer for as much as its window has room. */
  void fill(PeerSession peer) {
    if (stopped || peer.isClosing() || peer.wanted() == 0 || !peer.amInterested()) {
      return;
    }
    if (peer.peerChoking() && peer.offers().allowed().isEmpty()) {
      return;
    }
    int room = window(peer) - peer.download().openCount();
    if (room <= 0) {
      return;
    }
    Puller puller =
        new Puller(
            peer.number(),
            peer.has(),
            peer.peerChoking(),
            peer.suspect(),
            peer.offers().allowed(),
            peer.offers().suggested());
    List<Block> blocks = picker.pick(puller, room, state.now());
    if (blocks.isEmpty() && peer.download().openCount() == 0) {
      blocks = lastResort(peer, puller, room);
    }
    if (!blocks.isEmpty()) {
      ask(peer, blocks);
    }
  }

  private int window(PeerSession peer) {
    if (peer.download().snubbed()) {
      return 1;
    }
    int window =
        peer.download().window().size(peer.download().received(), state.now(), peer.reqq());
    return peer.peerChoking() ? Math.min(window, WINDOW_WHILE_CHOKED) : window;
  }

  private List<Block> lastResort(PeerSession peer, Puller puller, int room) {
    int stuck = picker.stuckFor(puller);
    if (stuck >= 0) {
      forget(stuck);
      return picker.pick(puller, room, state.now());
    }
    return peer.download().snubbed()
        ? List.of()
        : endgame.late(peer, puller).map(List::of).orElse(List.of());
  }

  private void ask(PeerSession peer, List<Block> blocks) {
    peer.download().asked(blocks, state.now());
    peer.said(state.now());
    state.emit(new SwarmEffect.Ask(peer.key(), blocks));
    if (tickAt.equals(Instant.MAX)) {
      tickAt = state.now().plus(TICK);
    }
  }

  /** What came of a piece is dropped, here and in the engine; it is missing again. */
  void forget(int piece) {
    verdicts.settled(piece);
    picker.failed(piece);
    state.emit(new SwarmEffect.Forget(piece));
    withdrawPiece(piece);
  }

  /** Blocks came. First copies count whoever sent them: they are on their way to the disk. */
  void arrived(PeerKey key, List<Block> fresh, List<Block> duplicates) {
    for (Block block : fresh) {
      for (long other : picker.received(block, key.number(), state.now())) {
        state.peer(other).ifPresent(peer -> withdraw(peer, List.of(block)));
      }
      if (state.table.state(block.piece()) instanceof PieceTable.Verifying) {
        verdicts.await(block.piece(), state.now());
      }
    }
    Optional<PeerSession> from = state.anyPeer(key);
    if (from.isEmpty()) {
      return;
    }
    PeerSession peer = from.get();
    peer.download().arrived(fresh, state.now());
    if (!duplicates.isEmpty()) {
      for (Block block : duplicates) {
        picker.released(block, key.number());
      }
      peer.download().arrived(duplicates, state.now());
    }
    peer.download().snubbed(false);
    fill(peer);
  }

  /** The peer will not send this block. */
  void rejected(PeerSession peer, Block block) {
    if (peer.download().dropped(block)) {
      picker.released(block, peer.number());
      if (peer.peerChoking()) {
        peer.offers().forget(block.piece());
      }
      refill = true;
    }
  }

  /** The peer chokes us. Where nothing is rejected one by one, all open requests are void. */
  void choked(PeerSession peer) {
    peer.peerChoking(true);
    peer.download().window().restart();
    if (!peer.agreement().rejects()) {
      drop(peer);
    }
  }

  /** The peer has this piece no longer, and will reject nothing. */
  void lost(PeerSession peer, int piece) {
    if (peer.agreement().rejects()) {
      return;
    }
    for (Block block : peer.download().openOf(piece)) {
      peer.download().dropped(block);
      picker.released(block, peer.number());
      refill = true;
    }
  }

  /** The peer's open requests are void. */
  void drop(PeerSession peer) {
    List<Block> blocks = peer.download().dropAll();
    for (Block block : blocks) {
      picker.released(block, peer.number());
    }
    refill |= !blocks.isEmpty();
  }

  /** Takes back what is open of a piece that is verified by other means. */
  void withdrawPieceIfOpen(int piece) {
    if (state.table.state(piece) instanceof PieceTable.Begun(BegunPiece begun)
        && begun.open() > 0) {
      withdrawPiece(piece);
    }
  }

  /** Takes back every open request of a piece. */
  void withdrawPiece(int piece) {
    for (PeerSession peer : state.peers()) {
      List<Block> blocks = peer.download().openOf(piece);
      if (!blocks.isEmpty()) {
        withdraw(peer, blocks);
      }
    }
    refill = true;
  }

  private void withdraw(PeerSession peer, List<Block> blocks) {
    for (Block block : blocks) {
      peer.download().dropped(block);
      picker.released(block, peer.number());
    }
    state.emit(new SwarmEffect.Withdraw(peer.key(), blocks));
    // Not at once: the piece may be about to become verified, and must not be asked for again.
    refill = true;
  }

  /**
   * Looks for verdicts that do not come, and for silent peers; gives everyone with room another
   * chance. The former needs no deadline of its own: who is connected wakes us often enough.
   */
  void tick() {
    verdicts.giveUp(state.now(), this::forget);
    if (state.now().isBefore(tickAt)) {
      return;
    }
    boolean open = false;
    for (PeerSession peer : state.peers()) {
      if (peer.download().openCount() > 0 && !peer.isClosing()) {
        open = true;
        if (isOverdue(peer)) {
          snub(peer);
        }
      }
    }
    tickAt = open ? state.now().plus(TICK) : Instant.MAX;
    refill |= open;
  }

  private boolean isOverdue(PeerSession peer) {
    return !peer.download().lastBlock().plus(state.settings.unanswered()).isAfter(state.now());
  }

  private void snub(PeerSession peer) {
    peer.download().snubbed(true);
    peer.download().window().restart();
    List<Block> blocks = peer.download().dropAll();
    for (Block block : blocks) {
      picker.released(block, peer.number());
    }
    state.emit(new SwarmEffect.Withdraw(peer.key(), blocks));
    refill = true;
  }

  @Override
  public boolean keepsUp(long number, long bytesLeft) {
    if (WebSources.isSource(number)) {
      return state.web.keepsUp(number);
    }
    Optional<PeerSession> found = state.peer(number);
    if (found.isEmpty() || found.get().download().snubbed() || found.get().peerChoking()) {
      return false;
    }
    PeerSession peer = found.get();
    if (hasPaused(peer)) {
      return false;
    }
    long rate = peer.download().received().rate(state.now());
    return rate == 0 || bytesLeft / rate <= state.settings.patience().toSeconds();
  }

  private boolean hasPaused(PeerSession peer) {
    return peer.download().openCount() > 0
        && peer.download().lastBlock().plus(PAUSE).isBefore(state.now());
  }

  @Override
  public boolean isHopeless(long number) {
    if (WebSources.isSource(number)) {
      return !state.web.keepsUp(number);
    }
    return state
        .peer(number)
        .map(peer -> peer.download().snubbed() || hasPaused(peer))
        .orElse(true);
  }
}
